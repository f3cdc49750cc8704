/** An operator keeps new calls away from a node, for maintenance, and lets them come again. */
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { commit, type Happening } from "../commit.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { nodes } from "../schema.ts";
import { findNode } from "./store.ts";

/**
 * While `draining`, the node finishes what it has and gets nothing new, also after it has joined again. What is so already stays so and is no event.
 * `not_found` when there is no such node.
 */
export async function setDraining(
  env: AiModelsEnv,
  principal: Principal,
  { id, draining }: { id: string; draining: boolean },
  now: number,
): Promise<Result<true>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  const set = await commit(db, now, async () => {
    const node = await findNode(db, id);
    if (!node) return err("not_found", `There is no node \`${id}\`.`);
    if ((node.drainedAt !== null) === draining) return ok({ value: true as const, statements: [], happenings: [] });
    const data = { nodeId: id, name: node.name, draining, by: allowed.value.id };
    const event: Happening = { about: { kind: "node", id }, type: "node.draining-set", data };
    const statements = [
      db
        .update(nodes)
        .set({ drainedAt: draining ? now : null })
        .where(eq(nodes.id, id)),
    ];
    return ok({ value: true as const, statements, happenings: [event] });
  });
  // Also when it was so before: the pool may not have been told then.
  if (set.ok) await nodePool(env.NODE_POOL).drained(id, draining);
  return set;
}
