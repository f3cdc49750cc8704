/**
 * A classifier over an embedding model's vectors, kept as a small ONNX graph: vectors in, probabilities out. When it is prepared it is put behind the
 * embedding model's own graph, so that one pass goes from tokens to probabilities.
 */
import * as z from "zod";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import { OnnxGraph } from "./onnx-graph.ts";

export interface Head {
  /** Name of the embedding model whose vectors it reads. */
  base: string;
  /** In the order of its probabilities. */
  labels: string[];
  /** Numbers of a vector. */
  size: number;
  graph: OnnxGraph;
}

/** Name of the joined graph's output, float32 `[batch, labels]`. */
const output = "label_probabilities";
/** What a head may compute with: these mean the same in every operator set from 13 on, so that two graphs of different sets can be joined. */
const operators: ReadonlySet<string> = new Set([
  "Add",
  "Concat",
  "Div",
  "Gemm",
  "Identity",
  "MatMul",
  "Mul",
  "Relu",
  "Sigmoid",
  "Softmax",
  "Sub",
  "Tanh",
]);
const labelsSchema = z.array(z.string().min(1).max(100)).min(2).max(1000);

/**
 * Opens a head: one input float32 `[batch, size]`, one output float32 `[batch, labels]`, and among its notes (ONNX' `metadata_props`) `base` and
 * `labels`, a JSON list. `invalid_input` says what is wrong with it.
 */
export function readHead(bytes: Uint8Array): Result<Head> {
  const decoded = OnnxGraph.decode(bytes);
  if (!decoded.ok) return decoded;
  const graph = decoded.value;
  const [input, ...inputs] = graph.inputs;
  const [given, ...outputs] = graph.outputs;
  if (!input || !given || inputs.length + outputs.length > 0) return wrong("it must have one input and one output");
  if (input.element !== "float32" || input.last === undefined)
    return wrong("its input must be float32 and say how many numbers a vector has");
  const foreign = graph.operators.find((operator) => !operators.has(operator));
  if (foreign !== undefined) return wrong(`it computes with ${foreign}; ${[...operators].join(", ")} can be joined`);
  const { base = "", labels: list = "" } = graph.notes;
  const labels = labelsSchema.safeParse(parsed(list));
  if (base === "" || !labels.success)
    return wrong("its metadata must name `base`, the embedding model, and `labels`, a JSON list of texts");
  if (given.element !== "float32" || given.last !== labels.data.length) {
    return wrong(`it gives ${given.last ?? "any"} numbers a text for ${labels.data.length} labels`);
  }
  return ok({ base, labels: labels.data, size: input.last, graph });
}

/** The embedding model's graph with the head behind its vectors. `invalid_input` when it gives no vectors of the head's size. */
export function withHead(embedding: Uint8Array, { base, labels, size, graph: head }: Head, name: string): Result<Uint8Array> {
  const decoded = OnnxGraph.decode(embedding);
  if (!decoded.ok) return decoded;
  const graph = decoded.value;
  const [vector] = graph.outputs;
  if (vector?.last !== size)
    return err("invalid_input", `${name} reads vectors of ${size} numbers, ${base} gives ${vector?.last ?? "none"}.`);
  graph.append(head, "head.", { [head.inputs[0]?.name ?? ""]: vector.name, [head.outputs[0]?.name ?? ""]: output });
  graph.dropOutputs();
  graph.output(output, "float32", ["batch", labels.length]);
  graph.note("labels", JSON.stringify(labels));
  return ok(graph.encode(name));
}

export interface LogisticHead {
  base: string;
  labels: readonly [string, string];
  intercept: number;
  weights: readonly number[];
  /** What else is to be known of it: data, licence, figures. */
  about: Readonly<Record<string, unknown>>;
}

/** A logistic regression as a head: the probability of `labels[1]` is `1 / (1 + exp(-(intercept + weights · vector)))`. */
export function logisticHead({ base, labels, intercept, weights, about }: LogisticHead): Uint8Array {
  const graph = new OnnxGraph();
  const vector = graph.input("vector", "float32", ["batch", weights.length]);
  const matrix = graph.constant("weights", Float32Array.from(weights), [weights.length, 1]);
  const odds = graph.node("Add", [graph.node("MatMul", [vector, matrix], "product"), graph.scalar("intercept", intercept)], "odds");
  const second = graph.node("Sigmoid", [odds], "1");
  const first = graph.node("Sub", [graph.scalar("whole", 1), second], "0");
  graph.node("Concat", [first, second], "probabilities", { axis: 1 });
  graph.output("probabilities", "float32", ["batch", 2]);
  graph.note("base", base);
  graph.note("labels", JSON.stringify(labels));
  graph.note("about", JSON.stringify(about));
  return graph.encode("head");
}

function parsed(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return value;
  } catch {
    return undefined;
  }
}

function wrong(what: string): Err {
  return err("invalid_input", `The head cannot be used: ${what}.`);
}
