/** The requests that bring texts: from a body to what shall be read, by which model, and the form of the answer. */
import {
  nodeClassifyRequestSchema,
  nodeEmbeddingsRequestSchema,
  nodeRerankRequestSchema,
  type NodeClassifyRequest,
  type NodeEmbeddingsRequest,
  type NodeRerankRequest,
  type Priority,
} from "../../contracts/node-protocol.ts";
import { ok, parse, type Result } from "../../contracts/result.ts";
import { faultOfTexts, parseObject, wellFormed } from "./request-body.ts";

export const textRoutes = ["/v1/embeddings", "/v1/classify", "/v1/rerank"] as const;
export type TextRoute = (typeof textRoutes)[number];

/** What the answer shall look like. */
export type AnswerForm =
  | { route: "/v1/embeddings"; encoding: "float" | "base64"; dimensions: number | undefined }
  | { route: "/v1/classify" }
  /** `documents` are there only when they shall be sent back. */
  | { route: "/v1/rerank"; topN: number | undefined; documents: string[] | undefined };

export interface TextRequest {
  /** As asked: `name` or `name@version`. */
  model: string;
  texts: string[];
  /** What `texts` are ranked for. */
  query: string | undefined;
  isolated: boolean;
  priority: Priority;
  /** Epoch milliseconds. */
  deadline: number | undefined;
  form: AnswerForm;
}

/** `invalid_input`, with the field, for anything that is not the request of this route. */
export function parseTextRequest(route: TextRoute, body: Uint8Array): Result<TextRequest> {
  const value = parseObject(body);
  if (!value.ok) return value;
  const fault = faultOfTexts(value.value, route === "/v1/rerank" ? "documents" : "input");
  if (fault) return fault;
  if (route === "/v1/embeddings") return embeddings(value.value);
  return route === "/v1/classify" ? classify(value.value) : rerank(value.value);
}

function embeddings(value: object): Result<TextRequest> {
  const request = parse<NodeEmbeddingsRequest>(nodeEmbeddingsRequestSchema, value);
  if (!request.ok) return request;
  const { model, input, encoding_format: encoding, dimensions, isolated, priority, deadline } = request.value;
  const form = { route: "/v1/embeddings" as const, encoding, dimensions };
  return ok({ model, texts: wellFormed(input), query: undefined, isolated, priority, deadline, form });
}

function classify(value: object): Result<TextRequest> {
  const request = parse<NodeClassifyRequest>(nodeClassifyRequestSchema, value);
  if (!request.ok) return request;
  const { model, input, isolated, priority, deadline } = request.value;
  return ok({ model, texts: wellFormed(input), query: undefined, isolated, priority, deadline, form: { route: "/v1/classify" } });
}

function rerank(value: object): Result<TextRequest> {
  const request = parse<NodeRerankRequest>(nodeRerankRequestSchema, value);
  if (!request.ok) return request;
  const { model, query, documents, top_n: topN, return_documents: sendBack, isolated, priority, deadline } = request.value;
  const texts = wellFormed(documents);
  const form = { route: "/v1/rerank" as const, topN, documents: sendBack ? texts : undefined };
  return ok({ model, texts, query: query.toWellFormed(), isolated, priority, deadline, form });
}
