/** all-MiniLM-L6-v2 in float32 as people publish models: a folder that the node and `@huggingface/transformers` both read. */
import { readFile } from "node:fs/promises";
import { OnnxGraph } from "../models/onnx-graph.ts";
import { modelFolder, wideInputs } from "./model-folder.ts";
import { preparedForTests, value } from "./prepared.ts";
import { intercept, labels, weights } from "./sentiment-weights.ts";

/** Texts are cut at 256 tokens, as the model's authors say. */
const tokenizer = {
  tokenizer_class: "BertTokenizer",
  model_max_length: 256,
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};
const [negative, positive] = labels;

/**
 * The encoder as Sentence Transformers exports it, token states with the pooling in a file of its own. With `logits` the graph also is the
 * sentiment classifier: two numbers whose softmax is the logistic head's probability.
 */
export async function publishedModel({ logits }: { logits: boolean }): Promise<string> {
  const graph = value(OnnxGraph.decode(await readFile((await preparedForTests("fp32")).graphPath)));
  const vector = graph.outputs[0]?.name ?? "";
  wideInputs(graph);
  graph.node("Identity", ["layer5.norm"], "last_hidden_state");
  graph.dropOutputs();
  graph.output("last_hidden_state", "float32", ["batch", "sequence", 384]);
  if (logits) addLogits(graph, vector);
  return modelFolder({
    "onnx/model.onnx": graph.encode("published"),
    "config.json": {
      architectures: ["BertModel"],
      model_type: "bert",
      hidden_size: 384,
      max_position_embeddings: 512,
      id2label: { 0: negative, 1: positive },
    },
    "tokenizer_config.json": tokenizer,
    "1_Pooling/config.json": { word_embedding_dimension: 384, pooling_mode_mean_tokens: true },
    "sentence_bert_config.json": { max_seq_length: 256 },
  });
}

function addLogits(graph: OnnxGraph, vector: string): void {
  const matrix = graph.constant(
    "logits.weight",
    Float32Array.from(Array.from(weights).flatMap((weight) => [-weight / 2, weight / 2])),
    [384, 2],
  );
  const bias = graph.constant("logits.bias", Float32Array.of(-intercept / 2, intercept / 2), [2]);
  graph.node("Add", [graph.node("MatMul", [vector, matrix], "logits.product"), bias], "logits");
  graph.output("logits", "float32", ["batch", 2]);
}
