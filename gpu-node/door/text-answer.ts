/** What the numbers of a request mean to who asked: vectors, labels with their probabilities, or documents by relevance. */
import { randomUUID } from "node:crypto";
import type { NodeModel, RerankMethod } from "../../contracts/node-protocol.ts";
import type { AnswerForm } from "../core/text-requests.ts";
import { bytesOf, cutDimensions, encodeRows } from "./answer-encoding.ts";

export interface TextAnswer {
  /** Row-major: what goes out in binary. */
  values: Float32Array<ArrayBuffer>;
  /** Numbers a row. */
  dimensions: number;
  /** How documents were ranked. */
  method?: RerankMethod;
  /** The answer in JSON, in pieces. */
  json(): AsyncIterable<string>;
}

interface Numbers {
  /** Row-major, as the model gave them. */
  vectors: Float32Array<ArrayBuffer>;
  tokens: number;
}

export function textAnswer(form: AnswerForm, model: NodeModel, numbers: Numbers): TextAnswer {
  if (form.route === "/v1/embeddings") return embeddings(form, model, numbers);
  return form.route === "/v1/classify" ? classes(model, numbers) : ranking(form, model, numbers);
}

/** OpenAI's list. */
function embeddings(
  { encoding, dimensions: wanted }: Extract<AnswerForm, { route: "/v1/embeddings" }>,
  model: NodeModel,
  { vectors, tokens }: Numbers,
): TextAnswer {
  const dimensions = wanted ?? model.dimensions;
  const values = cutDimensions(vectors, model.dimensions, dimensions);
  const entry = (index: number) => {
    const row = values.subarray(index * dimensions, (index + 1) * dimensions);
    const embedding = encoding === "base64" ? `"${Buffer.from(bytesOf(row)).toString("base64")}"` : `[${row.join(",")}]`;
    return `{"object":"embedding","index":${index},"embedding":${embedding}}`;
  };
  const json = () => encodeRows('{"object":"list","data":[', values.length / dimensions, entry, `],${ending(model, tokens)}`);
  return { values, dimensions, json };
}

/** For each text every label with its probability, the likeliest first. */
function classes(model: NodeModel, { vectors: values, tokens }: Numbers): TextAnswer {
  const { dimensions, labels = [] } = model;
  const entry = (index: number) => {
    const row = [...values.subarray(index * dimensions, (index + 1) * dimensions)];
    const scored = row.map((score, i) => ({ label: labels[i] ?? String(i), score }));
    return JSON.stringify(scored.toSorted((a, b) => b.score - a.score));
  };
  const json = () => encodeRows('{"object":"classify","data":[', values.length / dimensions, entry, `],${ending(model, tokens)}`);
  return { values, dimensions, json };
}

function ranking(
  { topN, documents }: Extract<AnswerForm, { route: "/v1/rerank" }>,
  model: NodeModel,
  { vectors, tokens }: Numbers,
): TextAnswer {
  const method = model.task === "rerank" ? "cross-encoder" : "bi-encoder";
  const values = method === "cross-encoder" ? vectors : similarities(vectors, model.dimensions);
  const json = () => {
    // The sort is stable: equals stay in the order in which they came.
    const best = [...values.keys()].toSorted((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, topN);
    const entry = (place: number) => {
      const index = best[place] ?? 0;
      const text = documents?.[index];
      return JSON.stringify({ index, relevance_score: values[index], ...(text === undefined ? {} : { document: { text } }) });
    };
    const head = `{"object":"rerank","id":"rerank-${randomUUID()}","method":"${method}","results":[`;
    return encodeRows(head, best.length, entry, `],${ending(model, tokens)}`);
  };
  return { values, dimensions: 1, method, json };
}

/** Cosine of the first vector with each of the others: all have length 1. */
function similarities(vectors: Float32Array<ArrayBuffer>, dimensions: number): Float32Array<ArrayBuffer> {
  const query = vectors.subarray(0, dimensions);
  return Float32Array.from({ length: vectors.length / dimensions - 1 }, (_, i) => {
    const row = vectors.subarray((i + 1) * dimensions, (i + 2) * dimensions);
    return row.reduce((sum, value, k) => sum + value * (query[k] ?? 0), 0);
  });
}

function ending({ name, version }: NodeModel, tokens: number): string {
  return `"model":${JSON.stringify(`${name}@${version}`)},"usage":{"prompt_tokens":${tokens},"total_tokens":${tokens}}}`;
}
