/** Keys of nodes, kept in the isolate: the key of one epoch never changes, so reading it once is enough. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { keyOfEpoch } from "./store.ts";

const maxKept = 1_000;
const kept = new Map<string, string>();

/** `(id, epoch) → key`; undefined when the node has joined anew since. */
export function nodeKeys(db: DrizzleD1Database) {
  return async (id: string, epoch: number): Promise<string | undefined> => {
    const name = `${id}:${epoch}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const key = await keyOfEpoch(db, id, epoch);
    if (key === undefined) return undefined;
    if (kept.size >= maxKept) kept.clear();
    kept.set(name, key);
    return key;
  };
}
