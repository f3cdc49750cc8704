/** Nodes as the API shows them: what D1 knows for certain, and what the pool knows now. */
import { drizzle } from "drizzle-orm/d1";
import { dialOutAddress } from "../../../contracts/node-link/protocol.ts";
import { cursorKey, cursorKeys, pageOf, pageQuerySchema, type Page, type PageQuery } from "../../../contracts/page.ts";
import { authorize, type Principal } from "../../../contracts/principal.ts";
import { ok, parse, type Result } from "../../../contracts/result.ts";
import type { NodeView } from "../../../contracts/services/ai-models.ts";
import { stateOf, worstOf } from "../domain/breaker.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import { breakerOf, isWithinLease } from "../domain/pool.ts";
import { leaseMs, type PooledNode } from "../domain/pooled-node.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { allNodes, modelsAtJoin, nodesAfter, type StoredNode } from "./store.ts";

const noLoad = { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 };

export async function listNodes(env: AiModelsEnv, principal: Principal, now: number): Promise<Result<NodeView[]>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const live = await nodePool(env.NODE_POOL).list();
  const stored = await allNodes(drizzle(env.AI_MODELS_DB));
  return ok(stored.map((node) => viewOf(node, live[node.id], now)));
}

/** A page of them, by name. */
export async function pageOfNodes(
  env: AiModelsEnv,
  principal: Principal,
  page: Partial<PageQuery>,
  now: number,
): Promise<Result<Page<NodeView>>> {
  const allowed = authorize(principal, "models:read");
  if (!allowed.ok) return allowed;
  const parsed = parse(pageQuerySchema, page);
  if (!parsed.ok) return parsed;
  const { limit, cursor } = parsed.value;
  const after = cursorKey(cursor, cursorKeys.id);
  if (!after.ok) return after;
  const live = await nodePool(env.NODE_POOL).list();
  const stored = await nodesAfter(drizzle(env.AI_MODELS_DB), after.value?.[0], limit + 1);
  const view = (node: StoredNode) => viewOf(node, live[node.id], now);
  return ok(pageOf(stored, limit, view, ({ name }) => [name]));
}

function statusOf({ leftAt, drainedAt }: StoredNode, pooled: PooledNode | undefined): NodeView["status"] {
  if (pooled === undefined) return leftAt === null ? "lost" : "left";
  return pooled.status === "ready" && drainedAt !== null ? "draining" : pooled.status;
}

export function viewOf(stored: StoredNode, pooled: PooledNode | undefined, now: number): NodeView {
  const { id, name, device, epoch } = stored;
  const lastHeartbeat = pooled?.lastHeartbeat ?? stored.lastSeenAt;
  const isThere = pooled !== undefined && isWithinLease(pooled, now);
  const models = (pooled?.models ?? modelsAtJoin(stored)).map((model) => ({
    ...model,
    loaded: isThere && (pooled.loaded?.includes(model.name) ?? true),
    breaker: pooled ? stateOf(breakerOf(pooled, writeModelReference(model)), now) : "closed",
  }));
  return {
    id,
    name,
    device,
    epoch,
    dialsOut: stored.url === dialOutAddress,
    status: statusOf(stored, isThere ? pooled : undefined),
    drained: stored.drainedAt !== null,
    breaker: worstOf(models.map(({ breaker }) => breaker)),
    models,
    load: isThere ? pooled.load : noLoad,
    lastHeartbeat: new Date(lastHeartbeat).toISOString(),
    leaseUntil: new Date(lastHeartbeat + leaseMs).toISOString(),
  };
}
