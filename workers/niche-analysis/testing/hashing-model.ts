/**
 * A model without weights: each word is hashed to a fixed random direction and a text is the normalised sum of its words' (the
 * random-projection form of a bag of words). Texts that share words are near each other, and equal texts have equal bytes. Its script
 * can be told to fail or to stop answering, as a node can.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import type { Principal } from "../../../contracts/principal.ts";
import { err, ok, type Fault, type Result } from "../../../contracts/result.ts";
import { embedRequestSchema, type Embeddings, type EmbedRequest } from "../../../contracts/services/ai-models.ts";

const dimensions = 128;

/** What the next calls meet; set by tests over HTTP. */
export const script: { model: string; fault: Fault | undefined; failAfter: number; delayMs: number } = {
  model: "hashing@1",
  fault: undefined,
  failAfter: 0,
  delayMs: 0,
};
/** Calls so far, by the caller's idempotency key. */
export const calls = new Map<string, number>();

export class HashingModel extends WorkerEntrypoint {
  async embed(principal: Principal, input: EmbedRequest): Promise<Result<Embeddings>> {
    if (!principal.scopes.includes("models:infer")) return err("forbidden", "This needs the permission models:infer.");
    const { model, texts, isolated, commandId = "" } = embedRequestSchema.parse(input);
    if (!isolated) return err("invalid_input", "Evidence must be embedded in isolation.");
    calls.set(commandId, (calls.get(commandId) ?? 0) + 1);
    if (script.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, script.delayMs));
    if (script.fault && calls.size > script.failAfter) return { ok: false, error: script.fault };
    const vectors = new Float32Array(texts.length * dimensions);
    for (const [index, text] of texts.entries()) vectors.set(vectorOf(text), index * dimensions);
    // As the real registry: an alias means what it means now, `name@version` always the same.
    return ok({
      model: model.includes("@") ? model : script.model,
      dimensions,
      vectors,
      tokens: texts.length,
      truncated: 0,
      nodeId: "nod_test",
    });
  }
}

function vectorOf(text: string): Float32Array {
  const sum = new Float64Array(dimensions);
  for (const word of text.toLowerCase().match(/[a-z]{3,}/g) ?? []) addWord(sum, word);
  const length = Math.hypot(...sum) || 1;
  return Float32Array.from(sum, (value) => value / length);
}

function addWord(sum: Float64Array, word: string): void {
  let seed = 2166136261;
  for (const character of word) seed = Math.imul(seed ^ character.charCodeAt(0), 16777619);
  for (let index = 0; index < dimensions; index++) {
    seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 0x9e3779b9;
    sum[index] = (sum[index] ?? 0) + ((seed >>> 16) & 1 ? 1 : -1);
  }
}
