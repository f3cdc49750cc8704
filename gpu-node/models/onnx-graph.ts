/** Assembles an ONNX model node by node. Deterministic: the same calls give the same bytes. */
import onnxProto from "onnx-proto";

const { onnx } = onnxProto;
const { AttributeProto, ModelProto, TensorProto } = onnx;

/** ONNX operator set: 17 has LayerNormalization, 20 has Gelu. */
const operatorSet = 20;

export type Attribute = number | { float: number } | readonly number[];
export type Element = "float32" | "int32" | "int64" | "uint8";

const elementTypes = {
  float32: TensorProto.DataType.FLOAT,
  int32: TensorProto.DataType.INT32,
  int64: TensorProto.DataType.INT64,
  uint8: TensorProto.DataType.UINT8,
} as const satisfies Record<Element, number>;

export class OnnxGraph {
  readonly #nodes: InstanceType<typeof onnx.NodeProto>[] = [];
  readonly #constants: InstanceType<typeof onnx.TensorProto>[] = [];
  readonly #inputs: InstanceType<typeof onnx.ValueInfoProto>[] = [];
  readonly #outputs: InstanceType<typeof onnx.ValueInfoProto>[] = [];

  /** Declares an input of the graph; a text dimension is symbolic. Returns its name. */
  input(name: string, element: Element, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, element, shape));
    return name;
  }

  output(name: string, element: Element, shape: readonly (number | string)[]): void {
    this.#outputs.push(valueInfo(name, element, shape));
  }

  /** Stores a tensor inside the model. Returns its name. */
  constant(name: string, values: Float32Array | Int32Array | BigInt64Array | Uint8Array, shape: readonly number[]): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push(TensorProto.create({ name, dataType: elementTypes[elementOf(values)], dims: [...shape], rawData }));
    return name;
  }

  scalar(name: string, value: number): string {
    return this.constant(name, Float32Array.of(value), []);
  }

  /** A list of integers as an int64 tensor, the form in which operators take axes and shapes. */
  integers(name: string, values: readonly number[]): string {
    return this.constant(name, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Adds an operator with one output. An empty input name leaves an optional input out. Returns the output's name. */
  node(operator: string, inputs: readonly string[], output: string, attributes: Record<string, Attribute> = {}, domain = ""): string {
    this.#nodes.push(
      onnx.NodeProto.create({
        opType: operator,
        name: output,
        domain,
        input: [...inputs],
        output: [output],
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      }),
    );
    return output;
  }

  /** The finished model in ONNX's protobuf form. */
  encode(name: string): Uint8Array {
    const model = ModelProto.create({
      irVersion: 8,
      producerName: "paissive",
      opsetImport: [
        { domain: "", version: operatorSet },
        { domain: "com.microsoft", version: 1 },
      ],
      graph: { name, node: this.#nodes, initializer: this.#constants, input: this.#inputs, output: this.#outputs },
    });
    return ModelProto.encode(model).finish();
  }
}

function attribute(name: string, value: Attribute): InstanceType<typeof onnx.AttributeProto> {
  if (typeof value === "number") return AttributeProto.create({ name, i: value, type: AttributeProto.AttributeType.INT });
  if ("float" in value) return AttributeProto.create({ name, f: value.float, type: AttributeProto.AttributeType.FLOAT });
  return AttributeProto.create({ name, ints: [...value], type: AttributeProto.AttributeType.INTS });
}

function valueInfo(name: string, element: Element, shape: readonly (number | string)[]): InstanceType<typeof onnx.ValueInfoProto> {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return onnx.ValueInfoProto.create({ name, type: { tensorType: { elemType: elementTypes[element], shape: { dim } } } });
}

function elementOf(values: Float32Array | Int32Array | BigInt64Array | Uint8Array): Element {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Int32Array) return "int32";
  if (values instanceof BigInt64Array) return "int64";
  return "uint8";
}
