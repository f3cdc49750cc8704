/** A binary classifier over an embedding model's vectors, put into the graph behind them: tokens in, probabilities out. */
import * as z from "zod";
import { err, ok, type Result } from "../../contracts/result.ts";
import { graphNames } from "./minilm-graph.ts";
import { OnnxGraph } from "./onnx-graph.ts";

/** A trained head as its file holds it: `probability of labels[1] = 1 / (1 + exp(-(intercept + weights · vector)))`. */
export const logisticHeadSchema = z.object({
  /** Name of the classifier. */
  name: z.string(),
  /** Name of the embedding model whose vectors it reads. */
  base: z.string(),
  labels: z.tuple([z.string(), z.string()]),
  intercept: z.number(),
  weights: z.array(z.number()).min(1),
});
export type LogisticHead = z.infer<typeof logisticHeadSchema>;

/** Name of the graph's output, float32 `[batch, 2]` in the order of the labels. */
const output = "label_probabilities";

/** The embedding model's graph with the head behind its vectors. `invalid_input` when it gives no vectors of the head's size. */
export function withLogisticHead(embedding: Uint8Array, head: LogisticHead): Result<Uint8Array> {
  const decoded = OnnxGraph.decode(embedding);
  if (!decoded.ok) return decoded;
  const graph = decoded.value;
  const vector = graph.outputs.find(({ name }) => name === graphNames.output);
  if (vector?.last !== head.weights.length) {
    return err("invalid_input", `${head.name} reads vectors of ${head.weights.length} numbers, its base gives ${vector?.last ?? "none"}.`);
  }
  const weights = graph.constant("head.weights", Float32Array.from(head.weights), [head.weights.length, 1]);
  const product = graph.node("MatMul", [vector.name, weights], "head.product");
  const second = graph.node(
    "Sigmoid",
    [graph.node("Add", [product, graph.scalar("head.intercept", head.intercept)], "head.odds")],
    "head.1",
  );
  const first = graph.node("Sub", [graph.scalar("head.whole", 1), second], "head.0");
  graph.node("Concat", [first, second], output, { axis: 1 });
  graph.dropOutputs();
  graph.output(output, "float32", ["batch", 2]);
  graph.note("labels", JSON.stringify(head.labels));
  return ok(graph.encode(head.name));
}
