/**
 * An encoder's exported graph as the lanes want it: token ids and mask in as int32, one row of float32 a text out. Pooling, normalisation
 * and probabilities become part of the graph, so that no token states leave the engine.
 */
import type { ModelTask } from "../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Pooling } from "./directory-files.ts";
import { OnnxGraph, type Element, type Port } from "./onnx-graph.ts";

export interface EncoderShape {
  task: ModelTask;
  pooling: Pooling;
  hiddenSize: number | undefined;
  labels: string[] | undefined;
  multiLabel: boolean;
  maxTokens: number;
  /** Id of the token that ends a query, for models that read query and document together. */
  separator: number;
}

export interface AdaptedGraph {
  graph: Uint8Array;
  /** Numbers a row. */
  dimensions: number;
}

/** ONNX' numbers of element types, as Cast takes them. */
const castTo: Partial<Record<Element, number>> = { float32: 1, int32: 6, int64: 7 };
const known: ReadonlySet<string> = new Set(["input_ids", "attention_mask", "token_type_ids"]);
const output = "paissive.output";

/** `invalid_input` when the graph wants or gives something else than an encoder's. */
export function adaptEncoder(bytes: Uint8Array, shape: EncoderShape): Result<AdaptedGraph> {
  const decoded = OnnxGraph.decode(bytes);
  if (!decoded.ok) return decoded;
  const graph = decoded.value;
  const foreign = graph.inputs.find(({ name, element }) => !known.has(name) || (element !== "int64" && element !== "int32"));
  if (foreign) return err("invalid_input", `The ONNX model has an input \`${foreign.name}\` that cannot be filled.`);
  if (!graph.inputs.some(({ name }) => name === "input_ids")) return err("invalid_input", "The ONNX model has no input `input_ids`.");
  const source = sourceOf(graph.outputs, shape.task);
  if (!source) return err("invalid_input", `The ONNX model has no output that fits a model for ${shape.task}.`);
  const wanted = shape.task === "embedding" ? shape.hiddenSize : (shape.labels?.length ?? 1);
  const dimensions = source.last ?? wanted;
  if (dimensions === undefined) return err("invalid_input", "Neither the ONNX model nor config.json says how many numbers a vector has.");
  if (shape.task !== "embedding" && dimensions !== wanted) {
    return err("invalid_input", `The ONNX model gives ${dimensions} numbers a text, config.json names ${wanted} labels.`);
  }
  replaceInputs(graph, shape);
  const numbers = source.element === "float32" ? source.name : graph.node("Cast", [source.name], "paissive.float", { to: 1 });
  graph.integers("paissive.axis.1", [1]);
  graph.integers("paissive.axis.last", [-1]);
  if (shape.task === "embedding") normalise(graph, source.rank === 3 ? pool(graph, numbers, shape.pooling) : numbers);
  else if (shape.task === "rerank" || shape.multiLabel) graph.node("Sigmoid", [numbers], output);
  else graph.node("Softmax", [numbers], output, { axis: -1 });
  graph.dropOutputs();
  graph.output(output, "float32", ["batch", dimensions]);
  // The digest is to cover what the files beside the graph say.
  graph.note("paissive", JSON.stringify([shape.task, shape.labels ?? null, shape.maxTokens]));
  return ok({ graph: graph.encode("encoder"), dimensions });
}

/** Logits of a classifier; of an embedding model its pooled vectors where it has them, else the states of its tokens. */
function sourceOf(outputs: readonly Port[], task: ModelTask): Port | undefined {
  if (task !== "embedding") return outputs.find(({ name, rank }) => name === "logits" && (rank ?? 2) === 2);
  const pooled = outputs.find(({ name, rank }) => name === "sentence_embedding" && (rank ?? 2) === 2);
  const states = outputs.find(({ name, rank }) => ["last_hidden_state", "token_embeddings"].includes(name) && (rank ?? 3) === 3);
  return pooled ? { ...pooled, rank: 2 } : states && { ...states, rank: 3 };
}

/** The lanes fill two int32 inputs, in this order; what the graph's own nodes read is made from them. */
function replaceInputs(graph: OnnxGraph, { task, separator }: EncoderShape): void {
  const before = graph.inputs;
  for (const { name } of before) graph.dropInput(name);
  const ids = graph.input("paissive.ids", "int32", ["batch", "sequence"]);
  const mask = graph.input("paissive.mask", "int32", ["batch", "sequence"]);
  for (const { name, element } of before) {
    const from =
      name === "input_ids" ? ids : name === "attention_mask" ? mask : segments(graph, ids, mask, task === "rerank" ? separator : undefined);
    graph.frontNode("Cast", [from], name, { to: castTo[element ?? "int64"] ?? 7 });
  }
}

/** 1 for the tokens after the first separator, which are the document's; 0 everywhere without one, because a text alone is one segment. */
function segments(graph: OnnxGraph, ids: string, mask: string, separator: number | undefined): string {
  if (separator === undefined) return graph.frontNode("Sub", [ids, ids], "paissive.segments");
  const mark = graph.constant("paissive.separator", Int32Array.of(separator), []);
  const ends = graph.frontNode("Cast", [graph.frontNode("Equal", [ids, mark], "paissive.isEnd")], "paissive.ends", { to: 6 });
  const axis = graph.constant("paissive.sequence", Int32Array.of(1), []);
  const before = graph.frontNode("CumSum", [ends, axis], "paissive.endsBefore", { exclusive: 1 });
  const second = graph.frontNode("Min", [before, graph.constant("paissive.one", Int32Array.of(1), [])], "paissive.second");
  return graph.frontNode("Mul", [second, mask], "paissive.segments");
}

/** `[batch, sequence, size]` to `[batch, size]`. */
function pool(graph: OnnxGraph, states: string, pooling: Pooling): string {
  if (pooling === "cls") {
    const first = graph.constant("paissive.first", BigInt64Array.of(0n), []);
    return graph.node("Gather", [states, first], "paissive.pooled", { axis: 1 });
  }
  const mask = graph.node("Cast", ["paissive.mask"], "paissive.present", { to: 1 });
  const count = graph.node("ReduceSum", [mask, "paissive.axis.1"], "paissive.count", { keepdims: 1 });
  const weights = pooling === "mean" ? graph.node("Div", [mask, count], "paissive.weights") : lastOnly(graph, mask, count);
  const wide = graph.node("Unsqueeze", [weights, "paissive.axis.last"], "paissive.wide");
  const weighted = graph.node("Mul", [states, wide], "paissive.weighted");
  return graph.node("ReduceSum", [weighted, "paissive.axis.1"], "paissive.pooled", { keepdims: 0 });
}

/** 1 at the last token of each text, 0 elsewhere. */
function lastOnly(graph: OnnxGraph, mask: string, count: string): string {
  const position = graph.node("CumSum", [mask, graph.constant("paissive.along", Int32Array.of(1), [])], "paissive.position");
  const last = graph.node("Cast", [graph.node("Equal", [position, count], "paissive.isLast")], "paissive.last", { to: 1 });
  return graph.node("Mul", [last, mask], "paissive.weights");
}

function normalise(graph: OnnxGraph, vectors: string): void {
  const squares = graph.node("Mul", [vectors, vectors], "paissive.squares");
  const total = graph.node("ReduceSum", [squares, "paissive.axis.last"], "paissive.total", { keepdims: 1 });
  const length = graph.node("Sqrt", [total], "paissive.length");
  const safe = graph.node("Max", [length, graph.scalar("paissive.floor", 1e-12)], "paissive.divisor");
  graph.node("Div", [vectors, safe], output);
}
