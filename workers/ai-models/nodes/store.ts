/** Queries on the nodes that ever joined. */
import { and, eq, gt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { servedSchema } from "../domain/pooled-node.ts";
import { nodes } from "../schema.ts";

export type StoredNode = typeof nodes.$inferSelect;

/** What the node offered when it joined. */
export function modelsAtJoin(node: StoredNode): { name: string; version: string }[] {
  return z.array(servedSchema).parse(JSON.parse(node.models));
}

export async function findNode(db: DrizzleD1Database, id: string): Promise<StoredNode | undefined> {
  const [row] = await db.select().from(nodes).where(eq(nodes.id, id));
  return row;
}

export async function findNodeByName(db: DrizzleD1Database, name: string): Promise<StoredNode | undefined> {
  const [row] = await db.select().from(nodes).where(eq(nodes.name, name));
  return row;
}

export async function allNodes(db: DrizzleD1Database): Promise<StoredNode[]> {
  return db.select().from(nodes).orderBy(nodes.name);
}

/** Nodes whose names come after `name`, by name. */
export async function nodesAfter(db: DrizzleD1Database, name: string | undefined, limit: number): Promise<StoredNode[]> {
  return db
    .select()
    .from(nodes)
    .where(name === undefined ? undefined : gt(nodes.name, name))
    .orderBy(nodes.name)
    .limit(limit);
}

export async function keyOfEpoch(db: DrizzleD1Database, id: string, epoch: number): Promise<string | undefined> {
  const [row] = await db
    .select({ key: nodes.key })
    .from(nodes)
    .where(and(eq(nodes.id, id), eq(nodes.epoch, epoch)));
  return row?.key;
}

export function nodeWrite(db: DrizzleD1Database, node: StoredNode) {
  return db.insert(nodes).values(node).onConflictDoUpdate({ target: nodes.id, set: node });
}

/** `leaves`: it said that it ends. */
export async function touchNode(db: DrizzleD1Database, id: string, now: number, leaves = false): Promise<void> {
  await db
    .update(nodes)
    .set({ lastSeenAt: now, ...(leaves ? { leftAt: now } : {}) })
    .where(eq(nodes.id, id));
}
