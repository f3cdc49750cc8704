/** The end of a node: its key is dead at once, its name is free. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { commit, type Happening } from "../commit.ts";
import type { AiModelsEnv } from "../env.ts";
import { closeLink } from "../links.ts";
import { nodePool } from "../pool.ts";
import { nodes } from "../schema.ts";
import { revocation, tokenOf } from "./join-tokens.ts";
import { findNode } from "./store.ts";

/**
 * The node is a member no more. Calls under way over its link break and are made again elsewhere; those over HTTP may still be answered. A node
 * that knows the installation's own token (`NODE_JOIN_TOKEN`) can join again, as a new one. `not_found` when there is none.
 */
export async function revokeNode(env: AiModelsEnv, principal: Principal, id: string, now: number): Promise<Result<true>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const revoked = await commit(db, now, async () => {
    const node = await findNode(db, id);
    if (!node) return err("not_found", `There is no node \`${id}\`.`);
    const [token] = await tokenOf(db, id);
    const revocationOfToken = token?.revokedAt === null ? revocation(db, token.id, allowed.value.id, now) : undefined;
    const data = { nodeId: id, name: node.name, revokedBy: allowed.value.id };
    const event: Happening = { about: { kind: "node", id }, type: "node.revoked", data };
    return ok({
      value: true as const,
      statements: [db.delete(nodes).where(eq(nodes.id, id)), ...(revocationOfToken?.statements ?? [])],
      happenings: [event, ...(revocationOfToken?.happenings ?? [])],
    });
  });
  if (!revoked.ok) return revoked;
  await nodePool(env.NODE_POOL).revoked(id);
  await closeLink(env.NODE_LINK, id);
  return revoked;
}
