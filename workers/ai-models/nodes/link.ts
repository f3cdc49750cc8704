/** A node that dials out: who may open its link, and what comes over it besides answers. */
import { drizzle } from "drizzle-orm/d1";
import { systemSources, type Sources } from "../../../contracts/ids.ts";
import { dialOutAddress, type Heard } from "../../../contracts/node-link/protocol.ts";
import { err, type Result } from "../../../contracts/result.ts";
import { log } from "../../kit/log.ts";
import { drainOutbox } from "../../kit/outbox.ts";
import type { AiModelsEnv } from "../env.ts";
import { keepTime } from "../monitor/clock.ts";
import { hear } from "./heartbeat.ts";
import { authenticate, type SignedCall } from "./signed-call.ts";
import { findNode, type StoredNode } from "./store.ts";

/**
 * The node whose link of `epoch` may be opened. Faults: those of `authenticate`; `conflict` for a node that has joined again since, or that
 * joined with an address. A nonce needs no look: an epoch opens one link, and a repeated request comes too late for it.
 */
export async function admitLink(env: AiModelsEnv, call: SignedCall, epoch: number, sources: Sources): Promise<Result<StoredNode>> {
  const node = await authenticate(env, call, sources.now());
  if (!node.ok) return node;
  if (node.value.epoch !== epoch) return err("conflict", `This node has joined again since (epoch ${node.value.epoch}, not ${epoch}).`);
  if (node.value.url !== dialOutAddress) return err("conflict", `This node joined as one that is called at ${node.value.url}.`);
  return node;
}

/** A heartbeat over the link of an epoch. Does not throw: what breaks here is the edge's own trouble. */
export async function hearOverLink(
  env: AiModelsEnv,
  from: { nodeId: string; epoch: number },
  heartbeat: unknown,
): Promise<Heard["outcome"]> {
  try {
    const node = await findNode(drizzle(env.AI_MODELS_DB), from.nodeId);
    if (!node || node.epoch !== from.epoch) return "refused";
    const heard = await hear(env, node, heartbeat, crypto.randomUUID(), systemSources);
    if (!heard.ok) return heard.error.code === "conflict" && !heard.error.retryable ? "refused" : "failed";
    if (heard.value.noted) await drainOutbox(drizzle(env.AI_MODELS_DB), env.EVENTS, Date.now());
    await keepTime(env, Date.now());
    return "accepted";
  } catch (cause) {
    log("error", { message: "a heartbeat over a link broke", ...from, cause: String(cause) });
    return "failed";
  }
}
