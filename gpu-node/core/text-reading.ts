/** What the reading thread does with a request: finds its model, checks that the model does what is asked, and makes tokens of the texts. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ModelTask, Priority } from "../../contracts/node-protocol.ts";
import type { Tokens } from "./sentence-tokenizer.ts";
import type { AnswerForm, TextRequest, TextRoute } from "./text-requests.ts";

/** A model as the reader needs to know it. */
export interface ReadableModel {
  name: string;
  version: string;
  task: ModelTask;
  dimensions: number;
  maxTokens: number;
  /** Absent: the model reads characters. */
  tokenizerPath?: string;
}

/** What makes tokens of texts. */
export interface TextTokenizer {
  encode(text: string): Tokens;
  encodePair(query: string, document: string): Tokens;
}

/** A request as the scheduler needs it. */
export interface ReadTexts {
  /** Name of the model. */
  model: string;
  form: AnswerForm;
  isolated: boolean;
  priority: Priority;
  deadline: number | undefined;
  /** The ids of all texts one after the other; for a ranking by vectors the query comes first. */
  ids: Int32Array<ArrayBuffer>;
  /** Tokens of each text. */
  lengths: Int32Array<ArrayBuffer>;
  /** Texts that were cut. */
  truncated: number;
}

/** Tasks that can serve a route. Embedding models rank by the similarity of vectors. */
const tasksOf: Record<TextRoute, readonly ModelTask[]> = {
  "/v1/embeddings": ["embedding"],
  "/v1/classify": ["classification"],
  "/v1/rerank": ["rerank", "embedding"],
};
const doings: Record<ModelTask, string> = { embedding: "computes embeddings", classification: "classifies", rerank: "ranks documents" };

/** The model that a request names. `not_found` when there is none, `invalid_input` when it does something else. */
export function modelOf<Model extends ReadableModel>({ model, form }: TextRequest, models: readonly Model[]): Result<Model> {
  const found = models.find(({ name, version }) => model === name || model === `${name}@${version}`);
  if (!found) {
    const served = models.map(({ name, version }) => `${name}@${version}`).join(", ");
    return err("not_found", `This node does not serve ${model}; it serves ${served}.`, {
      fields: [{ path: "model", message: "unknown model" }],
    });
  }
  if (!tasksOf[form.route].includes(found.task))
    return wrong("model", `${model} ${doings[found.task]}: ${form.route} needs another model.`);
  if (form.route === "/v1/embeddings" && (form.dimensions ?? 0) > found.dimensions) {
    return wrong("dimensions", `\`dimensions\` is at most ${found.dimensions} for this model.`);
  }
  return ok(found);
}

/** The request's tokens. `invalid_input` for a query that leaves less than half of what the model reads to a document. */
export function readTexts(request: TextRequest, model: ReadableModel, tokenizer: TextTokenizer): Result<ReadTexts> {
  const tokens = tokensOf(request, model, tokenizer);
  if (!tokens.ok) return tokens;
  const { form, isolated, priority, deadline } = request;
  return ok({
    model: model.name,
    form,
    isolated,
    priority,
    deadline,
    ids: joined(tokens.value),
    lengths: Int32Array.from(tokens.value, ({ ids }) => ids.length),
    truncated: tokens.value.filter(({ truncated }) => truncated).length,
  });
}

function tokensOf({ texts, query }: TextRequest, { task, maxTokens }: ReadableModel, tokenizer: TextTokenizer): Result<Tokens[]> {
  if (query === undefined) return ok(texts.map((text) => tokenizer.encode(text)));
  if (task === "embedding") return ok([query, ...texts].map((text) => tokenizer.encode(text)));
  const asked = tokenizer.encode(query).ids.length;
  if (asked > maxTokens / 2) return wrong("query", `\`query\` has ${asked} tokens, at most ${maxTokens / 2} leave room for a document.`);
  return ok(texts.map((text) => tokenizer.encodePair(query, text)));
}

/** The ids of all texts one after the other. */
function joined(tokens: readonly Tokens[]): Int32Array<ArrayBuffer> {
  const all = new Int32Array(tokens.reduce((sum, { ids }) => sum + ids.length, 0));
  let offset = 0;
  for (const { ids } of tokens) {
    all.set(ids, offset);
    offset += ids.length;
  }
  return all;
}

function wrong(path: string, message: string) {
  return err("invalid_input", message, { fields: [{ path, message }] });
}
