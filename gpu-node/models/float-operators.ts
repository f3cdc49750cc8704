/** An encoder in float arithmetic: with 8-bit weights in blocks, or float32 throughout. */
import type { Dense, EncoderOperators, EncoderSizes, Heads, Norm } from "./encoder-operators.ts";
import type { OnnxGraph } from "./onnx-graph.ts";
import { dequantise, zeroPoint } from "./tfjs-weights.ts";

/**
 * `w8`: `com.microsoft.MatMulNBits` with 8-bit blocks of 64. Activations are quantised per block of one row, so a row's result does
 * not depend on the other rows of the batch. `fp32`: every weight as float32.
 */
type FloatForm = "w8" | "fp32";

const blockSize = 64;
/** ONNX Runtime's `accuracy_level`: 4 lets the kernel round activations to 8 bits, 1 keeps them float32. */
const accuracyLevels = { rounded: 4, exact: 1 } as const;
type Activations = keyof typeof accuracyLevels;

export class FloatOperators implements EncoderOperators {
  readonly #graph: OnnxGraph;
  readonly #form: FloatForm;
  readonly #sizes: EncoderSizes;
  readonly #mask: string;
  /** 0 where a token is, -10,000 where padding is, as `[batch, 1, 1, sequence]`: softmax turns the latter into an exact 0. */
  readonly #bias: string;

  /** `mask` is float32 `[batch, sequence]`, 1 where a token is and 0 where padding is. */
  constructor(graph: OnnxGraph, mask: string, form: FloatForm, sizes: EncoderSizes) {
    this.#graph = graph;
    this.#form = form;
    this.#sizes = sizes;
    this.#mask = mask;
    const absent = graph.node("Sub", [graph.scalar("one", 1), mask], "mask.absent");
    const scaled = graph.node("Mul", [absent, graph.scalar("far", -10_000)], "mask.scaled");
    this.#bias = graph.node("Unsqueeze", [scaled, graph.integers("axis.1and2", [1, 2])], "mask.bias");
  }

  layerNorm(input: string, { name, gain, shift }: Norm): string {
    const graph = this.#graph;
    const gamma = graph.constant(`${name}.gamma`, gain, [gain.length]);
    const beta = graph.constant(`${name}.beta`, shift, [shift.length]);
    const { epsilon } = this.#sizes;
    return graph.node("LayerNormalization", [input, gamma, beta], name, { axis: -1, epsilon: { float: epsilon } });
  }

  attention(input: string, { name, query, key, value }: Heads): string {
    const graph = this.#graph;
    const { dimensions, headSize } = this.#sizes;
    const queries = this.#heads(`${name}.query`, input, query, [0, 2, 1, 3]);
    const keys = this.#heads(`${name}.key`, input, key, [0, 2, 3, 1]);
    // Measured on 1,001 short sentences: rounding the input of these six matrices alone costs most of the accuracy (cosine to fp32 at
    // least .9971 with it, .9987 without) and keeping it exact costs under 4 % of the speed.
    const values = this.#heads(`${name}.value`, input, value, [0, 2, 1, 3], "exact");
    const scale = graph.scalar(`${name}.scale`, 1 / Math.sqrt(headSize));
    const scores = graph.node("Mul", [graph.node("MatMul", [queries, keys], `${name}.product`), scale], `${name}.scaled`);
    const weights = graph.node("Softmax", [graph.node("Add", [scores, this.#bias], `${name}.masked`)], `${name}.softmax`, { axis: -1 });
    const context = graph.node("MatMul", [weights, values], `${name}.context`);
    const joined = graph.node("Transpose", [context], `${name}.joined`, { perm: [0, 2, 1, 3] });
    return graph.node("Reshape", [joined, graph.integers(`${name}.shape`, [0, 0, dimensions])], `${name}.flat`);
  }

  #heads(name: string, input: string, layer: Dense, perm: readonly number[], activations: Activations = "rounded"): string {
    const graph = this.#graph;
    const shape = graph.integers(`${name}.shape`, [0, 0, this.#sizes.heads, this.#sizes.headSize]);
    const split = graph.node("Reshape", [this.dense(input, layer, activations), shape], `${name}.split`);
    return graph.node("Transpose", [split], name, { perm });
  }

  /** Throws when an 8-bit matrix has no exact zero or its rows do not divide into blocks: the digests fix the source, so neither can happen. */
  dense(input: string, { name, weights, bias }: Dense, activations: Activations = "rounded"): string {
    const graph = this.#graph;
    const [inputs = 0, outputs = 0] = weights.shape;
    const biasName = graph.constant(`${name}.bias`, dequantise(bias), [outputs]);
    if (this.#form === "fp32") {
      const matrix = graph.constant(`${name}.weight`, dequantise(weights), [inputs, outputs]);
      return graph.node("Add", [graph.node("MatMul", [input, matrix], `${name}.product`), biasName], name);
    }
    const zero = zeroPoint(weights);
    if (zero === undefined || inputs % blockSize !== 0) throw new RangeError(`${weights.name} does not fit 8-bit blocks of ${blockSize}`);
    const blocks = inputs / blockSize;
    const matrix = graph.constant(`${name}.weight`, transpose(weights.bytes, inputs, outputs), [outputs, blocks, blockSize]);
    // The source has one scale and one zero point a matrix: every block repeats them, so nothing is rounded a second time.
    const scales = graph.constant(`${name}.scales`, new Float32Array(outputs * blocks).fill(weights.scale), [outputs * blocks]);
    const zeros = graph.constant(`${name}.zeros`, new Uint8Array(outputs * blocks).fill(zero), [outputs * blocks]);
    const attributes = { K: inputs, N: outputs, bits: 8, block_size: blockSize, accuracy_level: accuracyLevels[activations] };
    return graph.node("MatMulNBits", [input, matrix, scales, zeros, "", biasName], name, attributes, "com.microsoft");
  }

  denseGelu(input: string, layer: Dense, output: string): string {
    return this.#graph.node("Gelu", [this.dense(input, layer)], output);
  }

  pool(hidden: string, output: string): void {
    const graph = this.#graph;
    const wide = graph.node("Unsqueeze", [this.#mask, "axis.last"], "pool.mask");
    const kept = graph.node("Mul", [hidden, wide], "pool.kept");
    const total = graph.node("ReduceSum", [kept, "axis.1"], "pool.total", { keepdims: 0 });
    const count = graph.node("ReduceSum", [this.#mask, "axis.1"], "pool.count", { keepdims: 1 });
    const mean = graph.node("Div", [total, count], "pool.mean");
    const length = graph.node("ReduceL2", [mean, "axis.last"], "pool.length", { keepdims: 1 });
    const safe = graph.node("Max", [length, graph.scalar("pool.floor", this.#sizes.epsilon)], "pool.divisor");
    graph.node("Div", [mean, safe], output);
  }
}

function transpose(matrix: Uint8Array, rows: number, columns: number): Uint8Array {
  const transposed = new Uint8Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = matrix[row * columns + column] ?? 0;
  }
  return transposed;
}
