/** SIGKILL in the middle of work of the database service, at drawn moments, for the tests of backup and restore. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import * as z from "zod";
import { childrenOf, runtimeOf } from "../../tools/system/processes.ts";

const pauseMs = 20;
const withinMs = 60_000;
const latest = z.object({ items: z.array(z.object({ finishedAt: z.string().optional() })) });

/** `count` pauses of up to `longestMs`, from the seed alone. */
export function momentsOf(seed: number, count: number, longestMs: number): number[] {
  const random = xoroshiro128plus(seed);
  return Array.from({ length: count }, () => uniformInt(random, 0, longestMs));
}

export interface Target {
  url: string;
  operatorKey: string;
  list: "backups" | "restores";
  /** True when nobody is there to be asked any more. */
  gone?: () => boolean;
}

/**
 * Kills at each moment after the latest work of the list was last seen under way, until it is over. Answers how often it was killed at work.
 * Rejects when nothing answers any more.
 */
export async function strike(target: Target, moments: readonly number[], kill: (index: number) => Promise<void>): Promise<number> {
  for (const [index, ms] of moments.entries()) {
    if (await isOver(target)) return index;
    await sleep(ms);
    if (await isOver(target)) return index;
    await kill(index);
  }
  return moments.length;
}

/** SIGKILL to the workerd of a `wrangler dev` that leads a process group. wrangler starts another one. */
export async function killRuntime(group: number, url: string): Promise<void> {
  await eventually(async () => {
    const pid = runtimeOf(group, new URL(url).port);
    return pid !== undefined && process.kill(pid, "SIGKILL");
  });
}

/** The `wrangler dev` that a process has started, and its address. */
export async function edgeOf(parent: number): Promise<{ group: number; url: string }> {
  let found: { group: number; url: string } | undefined;
  await eventually(async () => {
    for (const pid of childrenOf(parent)) {
      const [, port] = /\0--port\0(\d+)\0/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? [];
      if (port !== undefined) found = { group: pid, url: `http://localhost:${port}` };
    }
    return found !== undefined;
  });
  return found ?? { group: 0, url: "" };
}

/** Asks until there is an answer. Work that has not begun is not over. */
async function isOver({ url, operatorKey, list, gone }: Target): Promise<boolean> {
  let over = false;
  await eventually(async () => {
    if (gone?.() === true) return (over = true);
    const answer = await fetch(`${url}/api/v1/database/${list}?limit=1`, { headers: { authorization: `Bearer ${operatorKey}` } });
    if (!answer.ok) return false;
    const [work] = latest.parse(await answer.json()).items;
    over = work?.finishedAt !== undefined;
    return work !== undefined;
  });
  return over;
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + withinMs; ;) {
    if (await check().catch(() => false)) return;
    if (Date.now() > until) throw new Error("what the test waits for did not come");
    await sleep(pauseMs);
  }
}
