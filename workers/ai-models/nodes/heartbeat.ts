/** A node's heartbeat, by a signed call or over its link: told to the pool, which may have forgotten the node, and sometimes to D1. */
import { drizzle } from "drizzle-orm/d1";
import type * as z from "zod";
import type { Sources } from "../../../contracts/ids.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import { defaultEmbeddingModel } from "../../../contracts/services/ai-models.ts";
import { commit } from "../commit.ts";
import { noteEveryMs } from "../domain/pooled-node.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { readJson } from "../read-json.ts";
import { offerWrites } from "../registry/offering.ts";
import { boundedHeartbeatSchema } from "./offer.ts";
import { authenticate, type SignedCall } from "./signed-call.ts";
import { touchNode, type StoredNode } from "./store.ts";

/**
 * Faults: those of `authenticate`; `unauthenticated` for a nonce used before; `conflict` for an epoch that is not the current one, or whose lease has run out; `invalid_input`. `noted`: D1 was told, because a minute has passed or because the pool did not know the node so; what it offers
 * was looked at again.
 */
export async function heartbeat(env: AiModelsEnv, call: SignedCall, sources: Sources): Promise<Result<{ noted: boolean }>> {
  const node = await authenticate(env, call, sources.now());
  return node.ok ? hear(env, node.value, readJson(call.body), call.nonce, sources) : node;
}

/** The same of a node whose word is trusted already. */
export async function hear(
  env: AiModelsEnv,
  node: StoredNode,
  body: unknown,
  nonce: string,
  sources: Sources,
): Promise<Result<{ noted: boolean }>> {
  const db = drizzle(env.AI_MODELS_DB);
  const now = sources.now();
  const parsed = parse<z.output<typeof boundedHeartbeatSchema>>(boundedHeartbeatSchema, body);
  if (!parsed.ok) return parsed;
  const { epoch, status, models, loaded, load } = parsed.value;
  if (epoch !== node.epoch) return err("conflict", `This node has joined again since (epoch ${node.epoch}, not ${epoch}).`);
  const pool = nodePool(env.NODE_POOL);
  const served = models.map(({ name, version }) => ({ name, version }));
  const { fresh, lapsed, changed } = await pool.heartbeat(
    { id: node.id, url: node.url, epoch, drained: node.drainedAt !== null },
    { status, models: served, ...(loaded ? { loaded } : {}), load },
    nonce,
  );
  if (!fresh) return err("unauthenticated", "This nonce was used before.");
  if (lapsed) return err("conflict", "The lease of this epoch has run out. Join again.");
  if (!changed && now - node.lastSeenAt < noteEveryMs) return ok({ noted: false });
  await touchNode(db, node.id, now, status === "left");
  const noted = await commit(db, now, async () => {
    const offer = await offerWrites(db, { nodeId: node.id, models, live: await pool.list(), defaultAlias: defaultEmbeddingModel }, sources);
    return offer.ok ? ok({ value: { noted: true }, ...offer.value }) : offer;
  });
  return noted;
}
