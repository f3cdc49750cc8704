/** A text becomes a vector: alias → version → node → vector. */
import { drizzle } from "drizzle-orm/d1";
import { systemSources } from "../../../contracts/ids.ts";
import type * as z from "zod";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import { embedRequestSchema, type Embeddings, type EmbedRequest } from "../../../contracts/services/ai-models.ts";
import { Dispatched } from "../domain/dispatched.ts";
import { cutRows } from "../domain/vectors.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodeKeys } from "../nodes/keys.ts";
import { nodePool } from "../pool.ts";
import { resolveModel } from "../registry/store.ts";
import { HttpTransport } from "../transport/http-transport.ts";
import { route } from "./router.ts";

/** How long a caller waits who names no deadline. */
const defaultPatienceMs = 120_000;

/** What this isolate has under way. Reports of the nodes cover the rest. */
const dispatched = new Dispatched();
const transport = new HttpTransport(systemSources);

/**
 * Vectors of `request.texts`, L2-normalised, all by one version of one model on one node. Pure: a repeated `commandId` is computed
 * again and, when `isolated`, gives the same bytes on the same kind of device; so nothing is recorded under it. Faults as in
 * `AiModelsService.embed`.
 */
export async function embed(env: AiModelsEnv, principal: Principal, request: EmbedRequest): Promise<Result<Embeddings>> {
  const allowed = authorize(principal, "models:infer");
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof embedRequestSchema>>(embedRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { model, texts, isolated, dimensions, deadline = Date.now() + defaultPatienceMs } = parsed.value;
  const db = drizzle(env.AI_MODELS_DB);
  const version = await resolveModel(db, model);
  if (!version.ok) return version;
  if (version.value.task !== "embedding") return err("invalid_input", `${model} does not compute embeddings.`);
  const { name, version: digest, dimensions: most } = version.value;
  if (dimensions !== undefined && dimensions > most) {
    const message = `must be at most ${most}, which is what ${model} gives`;
    return err("invalid_input", `\`dimensions\`: ${message}.`, { fields: [{ path: "dimensions", message }] });
  }
  const pool = nodePool(env.NODE_POOL);
  const parts = { pool, transport, keyOf: nodeKeys(db), dispatched, now: Date.now, random: Math.random };
  const routed = await route(parts, { version: { name, version: digest }, texts, isolated, deadline });
  if (!routed.ok || dimensions === undefined) return routed;
  return ok({ ...routed.value, dimensions, vectors: cutRows(routed.value.vectors, most, dimensions) });
}
