/** Assembles an ONNX model node by node, or adds to one that exists. Deterministic: the same calls give the same bytes. */
import onnxProto from "onnx-proto";
import { err, ok, type Result } from "../../contracts/result.ts";

const { onnx } = onnxProto;
const { AttributeProto, ModelProto, TensorProto } = onnx;

/** ONNX operator set of graphs built here: 17 has LayerNormalization, 20 has Gelu. */
const operatorSet = 20;
/** Least operator set of a graph that can be added to: from 13 on ReduceSum and Unsqueeze take their axes as inputs. */
const leastOperatorSet = 13;

export type Attribute = number | { float: number } | readonly number[];
export type Element = "float32" | "int32" | "int64" | "uint8";

const elementTypes = {
  float32: TensorProto.DataType.FLOAT,
  int32: TensorProto.DataType.INT32,
  int64: TensorProto.DataType.INT64,
  uint8: TensorProto.DataType.UINT8,
} as const satisfies Record<Element, number>;

/** An input or output as the model declares it. */
export interface Port {
  name: string;
  /** `float32`, `int32`, `int64`, `uint8`, or undefined for anything else. */
  element: Element | undefined;
  /** How many dimensions it has, undefined when the model does not say. */
  rank: number | undefined;
  /** Size of the last dimension, undefined when it is symbolic or not said. */
  last: number | undefined;
}

type Model = InstanceType<typeof onnx.ModelProto>;

export class OnnxGraph {
  readonly #nodes: InstanceType<typeof onnx.NodeProto>[];
  readonly #constants: InstanceType<typeof onnx.TensorProto>[];
  #inputs: InstanceType<typeof onnx.ValueInfoProto>[];
  #outputs: InstanceType<typeof onnx.ValueInfoProto>[];
  /** What a decoded model says beside its graph. */
  readonly #frame: Pick<Model, "irVersion" | "opsetImport" | "functions"> & { metadata: Record<string, string> };
  /** Where new nodes go when they make what nodes of the model take: before all of them, in the order added. */
  #front = 0;

  constructor() {
    this.#nodes = [];
    this.#constants = [];
    this.#inputs = [];
    this.#outputs = [];
    const opsetImport = [
      { domain: "", version: operatorSet },
      { domain: "com.microsoft", version: 1 },
    ].map((opset) => onnx.OperatorSetIdProto.create(opset));
    this.#frame = { irVersion: 8, opsetImport, functions: [], metadata: {} };
  }

  /** Opens a model to add to it. `invalid_input` when it is no ONNX model, keeps its weights in other files, or has too old operators. */
  static decode(bytes: Uint8Array): Result<OnnxGraph> {
    const model = decoded(bytes);
    const source = model?.graph;
    if (!model || !source) return err("invalid_input", "The file is no ONNX model.");
    const constants = source.initializer ?? [];
    if (constants.some(({ dataLocation }) => dataLocation === TensorProto.DataLocation.EXTERNAL)) {
      return err("invalid_input", "The ONNX model keeps its weights in other files. Save it as one file.");
    }
    const version = Number(model.opsetImport?.find(({ domain }) => !domain)?.version ?? 0);
    if (version < leastOperatorSet) {
      return err("invalid_input", `The ONNX model uses operator set ${version}. Export it with ${leastOperatorSet} or later.`);
    }
    const graph = new OnnxGraph();
    for (const node of source.node ?? []) graph.#nodes.push(onnx.NodeProto.create(node));
    for (const constant of constants) graph.#constants.push(TensorProto.create(constant));
    const named = new Set(constants.map(({ name }) => name));
    // Old exports list their weights among the inputs too.
    graph.#inputs = (source.input ?? []).filter(({ name }) => !named.has(name)).map((declared) => onnx.ValueInfoProto.create(declared));
    graph.#outputs = (source.output ?? []).map((declared) => onnx.ValueInfoProto.create(declared));
    graph.#frame.irVersion = model.irVersion ?? 8;
    graph.#frame.opsetImport = model.opsetImport ?? [];
    graph.#frame.functions = model.functions ?? [];
    for (const { key, value } of model.metadataProps ?? []) if (key && value) graph.#frame.metadata[key] = value;
    return ok(graph);
  }

  get inputs(): Port[] {
    return this.#inputs.map(portOf);
  }

  /** Operators of the graph, each with its domain where it is not ONNX' own. */
  get operators(): string[] {
    return this.#nodes.map(({ opType, domain }) => (domain ? `${domain}.${opType ?? ""}` : (opType ?? "")));
  }

  get notes(): Readonly<Record<string, string>> {
    return this.#frame.metadata;
  }

  get outputs(): Port[] {
    return this.#outputs.map(portOf);
  }

  /** Writes a word about the model into it, so that its digest covers it. */
  note(key: string, value: string): void {
    this.#frame.metadata[key] = value;
  }

  /** Takes an input away: what `node` adds next under its name stands in for it. */
  dropInput(name: string): void {
    this.#inputs = this.#inputs.filter((input) => input.name !== name);
  }

  /** Takes all outputs away. */
  dropOutputs(): void {
    this.#outputs = [];
  }

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
    this.#nodes.push(operation(operator, inputs, output, attributes, domain));
    return output;
  }

  /** Adds an operator with several outputs. Returns their names. */
  nodes<const Outputs extends readonly string[]>(operator: string, inputs: readonly string[], outputs: Outputs): Outputs {
    this.#nodes.push(onnx.NodeProto.create({ opType: operator, name: outputs[0] ?? operator, input: [...inputs], output: [...outputs] }));
    return outputs;
  }

  /** Like `node`, but placed before every node that the model had: for what these take. */
  frontNode(operator: string, inputs: readonly string[], output: string, attributes: Record<string, Attribute> = {}): string {
    this.#nodes.splice(this.#front++, 0, operation(operator, inputs, output, attributes, ""));
    return output;
  }

  /** Adds all nodes and constants of another graph, under names of their own that begin with `prefix`; `joined` says which of its names are which here. */
  append(other: OnnxGraph, prefix: string, joined: Readonly<Record<string, string>>): void {
    const renamed = (name: string) => (name === "" ? "" : (joined[name] ?? prefix + name));
    for (const constant of other.#constants) this.#constants.push(TensorProto.create({ ...constant, name: renamed(constant.name ?? "") }));
    for (const node of other.#nodes) {
      const [input, output] = [(node.input ?? []).map(renamed), (node.output ?? []).map(renamed)];
      this.#nodes.push(onnx.NodeProto.create({ ...node, name: output[0] ?? "", input, output }));
    }
  }

  /** The finished model in ONNX's protobuf form. */
  encode(name: string): Uint8Array {
    const { metadata, ...frame } = this.#frame;
    const model = ModelProto.create({
      ...frame,
      producerName: "paissive",
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: { name, node: this.#nodes, initializer: this.#constants, input: this.#inputs, output: this.#outputs },
    });
    return ModelProto.encode(model).finish();
  }
}

function decoded(bytes: Uint8Array): Model | undefined {
  try {
    return ModelProto.decode(bytes);
  } catch {
    return undefined;
  }
}

function operation(operator: string, inputs: readonly string[], output: string, attributes: Record<string, Attribute>, domain: string) {
  return onnx.NodeProto.create({
    opType: operator,
    name: output,
    domain,
    input: [...inputs],
    output: [output],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  });
}

function portOf({ name, type }: { name?: string | null; type?: InstanceType<typeof onnx.ValueInfoProto>["type"] }): Port {
  const dims = type?.tensorType?.shape?.dim;
  const last = Number(dims?.at(-1)?.dimValue ?? 0);
  const known: Element[] = ["float32", "int32", "int64", "uint8"];
  return {
    name: name ?? "",
    element: known.find((element) => elementTypes[element] === type?.tensorType?.elemType),
    rank: dims?.length,
    last: last > 0 ? last : undefined,
  };
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
