/** A request that a node signed with the key of its join. */
import { drizzle } from "drizzle-orm/d1";
import { sameDigest, signature } from "../../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { isTimely } from "../domain/nonces.ts";
import type { AiModelsEnv } from "../env.ts";
import { findNode, type StoredNode } from "./store.ts";

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
 * The node that signed. `unauthenticated` for an unknown node, a wrong signature, or a timestamp over 60 s off. Whether the nonce was used
 * before is for the caller to see.
 */
export async function authenticate(env: AiModelsEnv, call: SignedCall, now: number): Promise<Result<StoredNode>> {
  const node = await findNode(drizzle(env.AI_MODELS_DB), call.nodeId);
  if (!node || call.keyId !== call.nodeId) return err("unauthenticated", "No node of this name has joined. Join first.");
  if (!sameDigest(await signature(node.key, call), call.signature))
    return err("unauthenticated", "The signature does not fit. Join again if the key is old.");
  if (!isTimely(call.timestamp, now)) return err("unauthenticated", "The timestamp is more than 60 seconds off. Set the clock.");
  return ok(node);
}
