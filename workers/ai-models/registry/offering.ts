/** Rows and events for what a node offers. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { newId, type Sources } from "../../../contracts/ids.ts";
import type { IntroducedModel } from "../../../contracts/node-protocol.ts";
import { ok, type Result } from "../../../contracts/result.ts";
import type { Decided } from "../commit.ts";
import { isWithinLease, type PoolNodes } from "../domain/pool.ts";
import { noteEveryMs } from "../domain/pooled-node.ts";
import { register } from "../domain/registering.ts";
import { allNodes, modelsAtJoin } from "../nodes/store.ts";
import { readRegistry, registrationWrites } from "./store.ts";

export interface NodeOffer {
  nodeId: string;
  models: readonly IntroducedModel[];
  /** The pool as it is. */
  live: PoolNodes;
  /** The alias that the first embedding model gets. */
  defaultAlias: string;
}

/**
 * Reads the registry and decides; writes nothing itself. A version counts as served while a node that serves it is within its lease,
 * or was noted in D1 lately: a pool that was just lost must not look as if every node had gone. `conflict` when a known version has
 * other properties.
 */
export async function offerWrites(
  db: DrizzleD1Database,
  offer: NodeOffer,
  sources: Sources,
): Promise<Result<Omit<Decided<unknown>, "value">>> {
  const now = sources.now();
  const live = Object.values(offer.live).filter((node) => node.id !== offer.nodeId && isWithinLease(node, now));
  const noted = (await allNodes(db)).filter((node) => node.id !== offer.nodeId && now - node.lastSeenAt < 2 * noteEveryMs);
  const served = [...offer.models, ...live.flatMap(({ models }) => models), ...noted.flatMap(modelsAtJoin)];
  const registration = register(await readRegistry(db), {
    models: offer.models,
    isServed: ({ name, version }) => served.some((model) => model.name === name && model.version === version),
    newModelId: () => newId("model", sources),
    defaultAlias: offer.defaultAlias,
  });
  return registration.ok ? ok(registrationWrites(db, registration.value, offer.nodeId, now)) : registration;
}
