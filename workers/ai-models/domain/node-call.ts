/** One call to a node: its path, its body, and the rows of numbers that it must bring back. */
import type { NodeClassifyRequest, NodeEmbeddingsRequest, NodeRerankRequest, Priority } from "../../../contracts/node-protocol.ts";

/** What a caller wants of a model. `isolated`: computed apart from other calls, so that equal calls give equal bytes. */
export type Work =
  | { kind: "embed"; texts: string[]; isolated: boolean }
  | { kind: "classify"; texts: string[]; isolated: boolean }
  | { kind: "rerank"; query: string; documents: string[]; isolated: boolean };

export type NodeCall = {
  /** Rows of the answer: one a text or document. */
  rows: number;
} & (
  | { path: "/v1/embeddings"; body: NodeEmbeddingsRequest }
  | { path: "/v1/classify"; body: NodeClassifyRequest }
  | { path: "/v1/rerank"; body: NodeRerankRequest }
);

/** When and before whom a node shall do its work. `deadline`: epoch milliseconds. */
export interface Urgency {
  priority: Priority;
  deadline: number;
}

/** `model` is `name@version`. */
export function nodeCall(work: Work, model: string, { priority, deadline }: Urgency): NodeCall {
  const common = { model, isolated: work.isolated, priority, deadline };
  if (work.kind === "rerank") {
    const { query, documents } = work;
    return { path: "/v1/rerank", rows: documents.length, body: { ...common, query, documents, return_documents: false } };
  }
  const { texts: input } = work;
  if (work.kind === "classify") return { path: "/v1/classify", rows: input.length, body: { ...common, input } };
  return { path: "/v1/embeddings", rows: input.length, body: { ...common, input, encoding_format: "float" } };
}

/** All texts that the node will read. A query is read once for every document at worst. */
export function textsOf(work: Work): string[] {
  return work.kind === "rerank" ? work.documents.flatMap((document) => [work.query, document]) : work.texts;
}
