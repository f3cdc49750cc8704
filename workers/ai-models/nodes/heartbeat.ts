/** A node's heartbeat: checked like every signed request, then told to the pool, which may have forgotten the node. */
import { drizzle } from "drizzle-orm/d1";
import type * as z from "zod";
import type { Sources } from "../../../contracts/ids.ts";
import { sameDigest, signature } from "../../../contracts/node-protocol.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import { defaultEmbeddingModel } from "../../../contracts/services/ai-models.ts";
import { commit } from "../commit.ts";
import { isTimely } from "../domain/nonces.ts";
import { noteEveryMs } from "../domain/pooled-node.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { readJson } from "../read-json.ts";
import { offerWrites } from "../registry/offering.ts";
import { boundedHeartbeatSchema } from "./offer.ts";
import { findNode, touchNode } from "./store.ts";

export interface SignedCall {
  nodeId: string;
  method: string;
  /** Path with query, as sent. */
  path: string;
  body: Uint8Array<ArrayBuffer>;
  keyId: string;
  timestamp: number;
  nonce: string;
  signature: string;
}

/**
 * Faults: `unauthenticated` for an unknown node, a wrong signature, a timestamp over 60 s off or a nonce used before; `conflict` for an
 * epoch that is not the current one (join again); `invalid_input`. `noted`: D1 was told, because a minute has passed or because the
 * pool did not know the node so; what it offers was looked at again.
 */
export async function heartbeat(env: AiModelsEnv, call: SignedCall, sources: Sources): Promise<Result<{ noted: boolean }>> {
  const db = drizzle(env.AI_MODELS_DB);
  const now = sources.now();
  const node = await findNode(db, call.nodeId);
  if (!node || call.keyId !== call.nodeId) return err("unauthenticated", "No node of this name has joined. Join first.");
  if (!sameDigest(await signature(node.key, call), call.signature))
    return err("unauthenticated", "The signature does not fit. Join again if the key is old.");
  if (!isTimely(call.timestamp, now)) return err("unauthenticated", "The timestamp is more than 60 seconds off. Set the clock.");
  const parsed = parse<z.output<typeof boundedHeartbeatSchema>>(boundedHeartbeatSchema, readJson(call.body));
  if (!parsed.ok) return parsed;
  const { epoch, status, models, loaded, load } = parsed.value;
  if (epoch !== node.epoch) return err("conflict", `This node has joined again since (epoch ${node.epoch}, not ${epoch}).`);
  const pool = nodePool(env.NODE_POOL);
  const served = models.map(({ name, version }) => ({ name, version }));
  const { fresh, changed } = await pool.heartbeat(
    { id: node.id, url: node.url, epoch },
    { status, models: served, ...(loaded ? { loaded } : {}), load },
    call.nonce,
  );
  if (!fresh) return err("unauthenticated", "This nonce was used before.");
  if (!changed && now - node.lastSeenAt < noteEveryMs) return ok({ noted: false });
  await touchNode(db, node.id, now);
  const noted = await commit(db, now, async () => {
    const offer = await offerWrites(db, { nodeId: node.id, models, live: await pool.list(), defaultAlias: defaultEmbeddingModel }, sources);
    return offer.ok ? ok({ value: { noted: true }, ...offer.value }) : offer;
  });
  return noted;
}
