/** A node joins: the same name gets the same id, a new key and the next epoch; what it offers is registered. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { defaultEmbeddingModel } from "../../../contracts/services/ai-models.ts";
import { dialOutAddress } from "../../../contracts/node-link/protocol.ts";
import { newId, type Sources } from "../../../contracts/ids.ts";
import { sameDigest, type JoinAnswer } from "../../../contracts/node-protocol.ts";
import { sha256Hex } from "../../../contracts/digest.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import type * as z from "zod";
import { commit, type Happening } from "../commit.ts";
import { heartbeatMs, leaseMs } from "../domain/pooled-node.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { offerWrites } from "../registry/offering.ts";
import { toHex } from "./hex.ts";
import { findToken, refusalOf, useOf, type StoredToken } from "./join-tokens.ts";
import { boundedJoinSchema } from "./offer.ts";
import { findNodeByName, nodeWrite } from "./store.ts";

const keyBytes = 32;

/**
 * `token` is what came as bearer. Faults: `unauthenticated` for another token than the installation's or a one-time token that is over or another
 * name's, `invalid_input`, `conflict` when a known version is offered with other properties.
 */
export async function join(env: AiModelsEnv, token: string, body: unknown, sources: Sources): Promise<Result<JoinAnswer>> {
  const db = drizzle(env.AI_MODELS_DB);
  const isOwn = await isJoinToken(env.NODE_JOIN_TOKEN, token);
  if (!isOwn && !(await findToken(db, token)))
    return err("unauthenticated", "This is neither a one-time join token nor that of this installation (NODE_JOIN_TOKEN).");
  const parsed = parse<z.output<typeof boundedJoinSchema>>(boundedJoinSchema, body);
  if (!parsed.ok) return parsed;
  const { name, url, device, models } = parsed.value;
  const pool = nodePool(env.NODE_POOL);
  const now = sources.now();
  const live = await pool.list();
  const joined = await commit(db, now, async () => {
    const admitted = isOwn ? ok(undefined) : await admit(db, token, name, now);
    if (!admitted.ok) return admitted;
    const known = await findNodeByName(db, name);
    const id = known?.id ?? newId("node", sources);
    const key = toHex(sources.randomBytes(keyBytes));
    const epoch = (known?.epoch ?? 0) + 1;
    const offer = await offerWrites(db, { nodeId: id, models, live, defaultAlias: defaultEmbeddingModel }, sources);
    if (!offer.ok) return offer;
    const served = models.map((model) => ({ name: model.name, version: model.version }));
    const node = {
      id,
      name,
      url,
      device,
      key,
      epoch,
      models: JSON.stringify(served),
      joinedAt: now,
      lastSeenAt: now,
      joinTokenId: admitted.value?.id ?? null,
      // Who drained it says when it takes calls again.
      drainedAt: known?.drainedAt ?? null,
      leftAt: null,
    };
    const use = admitted.value ? [useOf(db, admitted.value, name, now)] : [];
    const happening: Happening = {
      about: { kind: "node", id },
      type: "node.joined",
      data: { nodeId: id, name, device, epoch, models: served },
    };
    return ok({
      value: { id, key, epoch, served, drained: node.drainedAt !== null },
      statements: [nodeWrite(db, node), ...use, ...offer.value.statements],
      happenings: [happening, ...offer.value.happenings],
    });
  });
  if (!joined.ok) return joined;
  const { id, key, epoch, served, drained } = joined.value;
  const load = { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 };
  // A node that dials out can be called once its link is open: its first heartbeat over it says so. What the pool knew before is over.
  const status = url === dialOutAddress ? "draining" : "ready";
  await pool.joined({ id, url, epoch, drained }, { status, models: served, load });
  return ok({ nodeId: id, key, epoch, heartbeatMs, leaseMs });
}

async function admit(db: DrizzleD1Database, given: string, name: string, now: number): Promise<Result<StoredToken>> {
  const token = await findToken(db, given);
  const refusal = token ? refusalOf(token, name, now) : "This join token is gone.";
  return token && refusal === undefined ? ok(token) : err("unauthenticated", refusal ?? "");
}

/** Digests are compared, so that neither content nor length of the token shows in the time it takes. */
async function isJoinToken(expected: string | undefined, given: string): Promise<boolean> {
  if (expected === undefined || expected === "") return false;
  return sameDigest(await sha256Hex(expected), await sha256Hex(given));
}
