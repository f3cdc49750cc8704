/**
 * An encoder in arithmetic that has one result, whatever computes it, in whatever order.
 *
 * Float32 numbers come out differently on different processors only where they are added up: the order is the kernel's. So here nothing is added up
 * but whole numbers whose sums stay below 2^24 (2^53 in float64), which floats add without rounding in any order, with or without
 * fused multiply-add. Everything else rounds each number by itself, as IEEE 754 says: add, multiply, divide, square root, round. The exponential and
 * the normal distribution are looked up in tables. Before each product the numbers of a row become whole multiples of a step of their own, as many
 * as the sums have room for (nine to eleven bits; W8A8 quantisation takes seven).
 *
 * No operand of a product is above 2^11, so tensor cores, which read eleven bits of a float32 (TF32), give the same.
 */
import type { Dense, EncoderOperators, EncoderSizes, Heads, Norm } from "./encoder-operators.ts";
import type { OnnxGraph } from "./onnx-graph.ts";
import { dequantise, zeroPoint, type QuantisedTensor } from "./tfjs-weights.ts";

/** Largest sum that float32 adds up exactly, and largest operand that TF32 holds. */
const largestSum = 2 ** 24 - 1;
const largestOperand = 2 ** 11 - 1;

/** Steps of a query's and a key's numbers: `headSize` products of them stay a sum that is exact. */
const scoreLevels = (headSize: number) => Math.floor(Math.sqrt(largestSum / headSize));
/** Steps of a value's numbers, and what the weights of one token's attention add up to at most but for rounding: their products stay exact. */
const valueLevels = 1_000;
const attentionSum = 16_000;

/** Entries of the tables for one unit of their argument. */
const perUnit = 1_024;
/** exp(0) in the table of the exponential: 256 of them are a sum that is exact. */
const exponentialOne = 65_000;
/** Beyond this many units the normal distribution is 0 or 1. */
const normalReach = 6;

/** Steps of one unit before a normalisation, and the most of them: 384 squares of them are a sum that float64 adds exactly. */
const normGrid = 2 ** 12;
const normLimit = 2 ** 22;

/** Whole numbers, and what one of them stands for in each row. */
interface Rounded {
  integers: string;
  step: string;
}

/** ONNX' numbers of element types, as Cast takes them. */
const castTo = { float32: 1, int32: 6, float64: 11 } as const;

export class ExactOperators implements EncoderOperators {
  readonly #graph: OnnxGraph;
  readonly #sizes: EncoderSizes;
  readonly #mask: string;
  /** 0 where a token is, -2^20 where padding is, as `[batch, 1, 1, sequence]`. */
  readonly #far: string;
  /** 1 where a token is, 0 where padding is, as `[batch, 1, sequence, 1]`. */
  readonly #kept: string;

  /** `mask` is float32 `[batch, sequence]`, 1 where a token is and 0 where padding is. */
  constructor(graph: OnnxGraph, mask: string, sizes: EncoderSizes) {
    if (sizes.maxTokens * exponentialOne > largestSum || (attentionSum + sizes.maxTokens / 2) * valueLevels > largestSum) {
      throw new RangeError(`sums over ${sizes.maxTokens} tokens are not exact`);
    }
    this.#graph = graph;
    this.#sizes = sizes;
    this.#mask = mask;
    const absent = graph.node("Sub", [mask, graph.scalar("one", 1)], "mask.absent");
    const far = graph.node("Mul", [absent, graph.scalar("far", 2 ** 20)], "mask.scaled");
    this.#far = graph.node("Unsqueeze", [far, graph.integers("axis.1and2", [1, 2])], "mask.far");
    this.#kept = graph.node("Unsqueeze", [mask, graph.integers("axis.1and3", [1, 3])], "mask.kept");
    graph.integers("axis.2", [2]);
    graph.integers("flat", [-1]);
    // Stands in for zero where something is divided by it.
    graph.scalar("tiny", 1e-30);
    graph.scalar("softmax.sum", attentionSum);
    graph.scalar("softmax.most", largestOperand / exponentialOne);
    graph.scalar("norm.grid", normGrid);
    graph.scalar("norm.low", -normLimit);
    graph.scalar("norm.high", normLimit);
    graph.constant("exponential", exponentialTable(), [exponentialTable().length]);
    graph.scalar("exponential.end", exponentialTable().length - 1);
    graph.constant("normal", normalTable(), [normalTable().length]);
    graph.scalar("normal.low", -normalReach * perUnit);
    graph.scalar("normal.high", normalReach * perUnit);
  }

  dense(input: string, layer: Dense): string {
    const matrix = wholeMatrix(layer.weights);
    return this.#product(this.#rounded(`${layer.name}.input`, input, matrix.levels), layer, matrix);
  }

  denseGelu(input: string, layer: Dense, output: string): string {
    const graph = this.#graph;
    const matrix = wholeMatrix(layer.weights);
    const scaled = this.#product(this.#rounded(`${layer.name}.input`, input, matrix.levels), layer, matrix, perUnit);
    const place = graph.node("Clip", [scaled, "normal.low", "normal.high"], `${output}.place`);
    return graph.node("Mul", [scaled, this.#lookedUp("normal", place, `${output}.share`)], output);
  }

  layerNorm(input: string, { name, gain, shift }: Norm): string {
    const graph = this.#graph;
    const size = gain.length;
    const scaled = graph.node("Mul", [input, "norm.grid"], `${name}.scaled`);
    const bounded = graph.node("Clip", [scaled, "norm.low", "norm.high"], `${name}.bounded`);
    const integers = graph.node("Round", [bounded], `${name}.integers`);
    const wide = graph.node("Cast", [integers], `${name}.wide`, { to: castTo.float64 });
    const total = graph.node("ReduceSum", [wide, "axis.last"], `${name}.total`, { keepdims: 1 });
    const squares = graph.node("ReduceSumSquare", [wide, "axis.last"], `${name}.squares`, { keepdims: 1 });
    const count = graph.node("Cast", [graph.scalar(`${name}.size`, size)], `${name}.count`, { to: castTo.float64 });
    // The variance as n Σx² − (Σx)² over n².
    const square = graph.node("Mul", [total, total], `${name}.square`);
    const spread = graph.node("Sub", [graph.node("Mul", [squares, count], `${name}.many`), square], `${name}.spread`);
    const deviation = graph.node("Div", [graph.node("Sqrt", [spread], `${name}.root`), count], `${name}.deviation`);
    const divisor = graph.node("Max", [this.#narrow(deviation, `${name}.narrow`), "tiny"], `${name}.divisor`);
    const mean = this.#narrow(graph.node("Div", [total, count], `${name}.exactMean`), `${name}.mean`);
    const standard = graph.node("Div", [graph.node("Sub", [integers, mean], `${name}.centred`), divisor], `${name}.standard`);
    const gained = graph.node("Mul", [standard, graph.constant(`${name}.gamma`, gain, [size])], `${name}.gained`);
    return graph.node("Add", [gained, graph.constant(`${name}.beta`, shift, [size])], name);
  }

  attention(input: string, { name, query, key, value }: Heads): string {
    const graph = this.#graph;
    const { dimensions, headSize } = this.#sizes;
    const matrices = new Map([query, key, value].map((layer) => [layer, wholeMatrix(layer.weights)]));
    const levels = Math.min(...[...matrices.values()].map((matrix) => matrix.levels));
    const rounded = this.#rounded(`${name}.input`, input, levels);
    const split = graph.integers(`${name}.split`, [0, 0, this.#sizes.heads, headSize]);
    const heads = (layer: Dense, times = 1) => {
      const product = this.#product(rounded, layer, matrices.get(layer) ?? wholeMatrix(layer.weights), times);
      const apart = graph.node("Reshape", [product, split], `${layer.name}.split`);
      return graph.node("Transpose", [apart], `${layer.name}.heads`, { perm: [0, 2, 1, 3] });
    };
    const queries = this.#rounded(`${query.name}.heads`, heads(query), scoreLevels(headSize));
    const keys = this.#rounded(`${key.name}.heads`, heads(key, perUnit / Math.sqrt(headSize)), scoreLevels(headSize));
    // Padding is put to zero before the largest number is looked for: it must not decide how values are rounded.
    const values = this.#rounded(
      `${value.name}.heads`,
      graph.node("Mul", [heads(value), this.#kept], `${value.name}.present`),
      valueLevels,
      "axis.2",
    );
    const weights = this.#attentionWeights(name, queries, keys);
    const product = graph.node("MatMul", [weights, values.integers], `${name}.product`);
    const total = graph.node("ReduceSum", [weights, "axis.last"], `${name}.total`, { keepdims: 1 });
    const context = graph.node("Div", [graph.node("Mul", [product, values.step], `${name}.context.stepped`), total], `${name}.context`);
    const joined = graph.node("Transpose", [context], `${name}.joined`, { perm: [0, 2, 1, 3] });
    return graph.node("Reshape", [joined, graph.integers(`${name}.shape`, [0, 0, dimensions])], `${name}.flat`);
  }

  /** Softmax in whole numbers, which add up to at most `attentionSum` but for rounding, none above `largestOperand`. */
  #attentionWeights(name: string, queries: Rounded, keys: Rounded): string {
    const graph = this.#graph;
    const turned = (what: string, output: string) => graph.node("Transpose", [what], output, { perm: [0, 1, 3, 2] });
    const product = graph.node("MatMul", [queries.integers, turned(keys.integers, `${name}.keys`)], `${name}.scores`);
    const half = graph.node("Mul", [product, queries.step], `${name}.scores.half`);
    const scores = graph.node("Mul", [half, turned(keys.step, `${name}.keys.step`)], `${name}.scores.scaled`);
    const masked = graph.node("Add", [scores, this.#far], `${name}.scores.masked`);
    const top = graph.node("ReduceMax", [masked, "axis.last"], `${name}.top`, { keepdims: 1 });
    const below = graph.node("Min", [graph.node("Sub", [top, masked], `${name}.distance`), "exponential.end"], `${name}.below`);
    const powers = this.#lookedUp("exponential", below, `${name}.powers`);
    const total = graph.node("ReduceSum", [powers, "axis.last"], `${name}.powers.total`, { keepdims: 1 });
    const share = graph.node("Div", ["softmax.sum", total], `${name}.share`);
    const factor = graph.node("Min", [share, "softmax.most"], `${name}.factor`);
    return graph.node("Round", [graph.node("Mul", [powers, factor], `${name}.weights.exact`)], `${name}.weights`);
  }

  pool(hidden: string, output: string): void {
    const graph = this.#graph;
    const present = graph.node("Mul", [hidden, graph.node("Unsqueeze", [this.#mask, "axis.last"], "pool.mask")], "pool.present");
    const scaled = graph.node("Mul", [present, graph.scalar("pool.grid", 2 ** 16)], "pool.scaled");
    const total = graph.node("ReduceSum", [this.#wide(scaled, "pool.tokens"), "axis.1"], "pool.total", { keepdims: 0 });
    // The length needs no count of tokens. 384 squares of numbers up to 2^21 are a sum that float64 adds exactly.
    const { integers } = this.#rounded("pool.mean", this.#narrow(total, "pool.sum"), 2 ** 21);
    const squares = graph.node("ReduceSumSquare", [this.#wide(integers, "pool.numbers"), "axis.last"], "pool.squares", { keepdims: 1 });
    const length = this.#narrow(graph.node("Sqrt", [squares], "pool.root"), "pool.length");
    graph.node("Div", [integers, graph.node("Max", [length, "tiny"], "pool.divisor")], output);
  }

  /** The numbers of each row along `axis` as whole multiples of their largest ÷ `levels`. */
  #rounded(name: string, input: string, levels: number, axis = "axis.last"): Rounded {
    const graph = this.#graph;
    const most = graph.node("ReduceMax", [graph.node("Abs", [input], `${name}.size`), axis], `${name}.largest`, { keepdims: 1 });
    const largest = graph.node("Max", [most, "tiny"], `${name}.range`);
    const count = graph.scalar(`${name}.levels`, levels);
    const step = graph.node("Div", [largest, count], `${name}.step`);
    const perStep = graph.node("Div", [count, largest], `${name}.perStep`);
    const integers = graph.node("Round", [graph.node("Mul", [input, perStep], `${name}.stepped`)], `${name}.integers`);
    return { integers, step };
  }

  /** `rounded · weights + bias`, all of it `times` as large. */
  #product({ integers, step }: Rounded, { name, weights, bias }: Dense, { zero, outputs }: WholeMatrix, times = 1): string {
    const graph = this.#graph;
    const whole = graph.constant(
      `${name}.weight`,
      Float32Array.from(weights.bytes, (byte) => byte - zero),
      weights.shape,
    );
    const product = graph.node("MatMul", [integers, whole], `${name}.product`);
    const scale = graph.node("Mul", [step, graph.scalar(`${name}.scale`, weights.scale * times)], `${name}.scaled`);
    const shift = dequantise(bias).map((value) => value * times);
    const unshifted = graph.node("Mul", [product, scale], `${name}.unshifted`);
    return graph.node("Add", [unshifted, graph.constant(`${name}.bias`, shift, [outputs])], name);
  }

  /** Entries of a table at these places; a fraction of a place is dropped. Of the operators that look up, this one is quick for single numbers. */
  #lookedUp(table: string, places: string, output: string): string {
    const graph = this.#graph;
    const whole = graph.node("Cast", [places], `${output}.places`, { to: castTo.int32 });
    const flat = graph.node("Reshape", [whole, "flat"], `${output}.flat`);
    const found = graph.node("GatherElements", [table, flat], `${output}.found`, { axis: 0 });
    return graph.node("Reshape", [found, graph.node("Shape", [places], `${output}.shape`)], output);
  }

  #wide(input: string, output: string): string {
    return this.#graph.node("Cast", [this.#graph.node("Round", [input], `${output}.whole`)], output, { to: castTo.float64 });
  }

  #narrow(input: string, output: string): string {
    return this.#graph.node("Cast", [input], output, { to: castTo.float32 });
  }
}

/** What a matrix of bytes is as one of whole numbers. */
interface WholeMatrix {
  outputs: number;
  zero: number;
  /** The largest whole number that its input may hold: no sum of some of its products with a column is then above `largestSum`. */
  levels: number;
}

/** Throws where the matrix has no exact zero: the digests fix the source, so that cannot happen. */
function wholeMatrix(matrix: QuantisedTensor): WholeMatrix {
  const zero = zeroPoint(matrix);
  if (zero === undefined) throw new RangeError(`${matrix.name} has no exact zero`);
  const outputs = matrix.shape[1] ?? 0;
  const columns = new Float64Array(outputs);
  for (const [at, byte] of matrix.bytes.entries()) columns[at % outputs] = (columns[at % outputs] ?? 0) + Math.abs(byte - zero);
  return { outputs, zero, levels: Math.min(largestOperand, Math.floor(largestSum / Math.max(1, ...columns))) };
}

/** Entry i is e^(−i / perUnit) in whole numbers, the last one 0. */
function exponentialTable(): Float32Array {
  const end = Math.ceil(Math.log(2 * exponentialOne) * perUnit) + 1;
  return Float32Array.from({ length: end + 1 }, (_, i) => (i === end ? 0 : Math.round(exponentialOne * Math.exp(-i / perUnit))));
}

/**
 * The standard normal distribution ÷ `perUnit`: entry i is that of the middle of the numbers whose whole part is i, over `perUnit`, negative ones counted from
 * the end, where operators that look up take them.
 */
function normalTable(): Float32Array {
  const reach = normalReach * perUnit;
  const entry = (place: number) => normal((place + Math.sign(place) / 2) / perUnit);
  return Float32Array.from({ length: 2 * reach + 1 }, (_, i) => entry(i > reach ? i - (2 * reach + 1) : i) / perUnit);
}

/** Marsaglia 2004, "Evaluating the Normal Distribution", to 2^-16: the same last bit whatever computes the exponential in it. */
function normal(x: number): number {
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-20; i += 2) sum += term *= (x * x) / i;
  const share = 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  return Math.round(Math.min(1, Math.max(0, share)) * 2 ** 16) / 2 ** 16;
}
