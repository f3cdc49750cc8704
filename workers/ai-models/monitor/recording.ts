/**
 * What this isolate counts, and when it is written: some seconds after the first call that has not been, once for all calls since
 * (docs/adr/0009-metrics-are-shards.md).
 */
import { log } from "../../kit/log.ts";
import { Ledger, type Caller } from "../domain/monitor/ledger.ts";
import type { Outcome } from "../domain/monitor/tally.ts";
import type { AiModelsEnv } from "../env.ts";
import { writeRows } from "./store.ts";

/** What a crash loses at most. */
export const writeAfterMs = 5_000;
/** A write that was begun so long ago was cut off with the request that began it. */
const lostAfterMs = 30_000;

const ledger = new Ledger(() => crypto.randomUUID());
/** When the write that is to come was arranged; null: none is. */
let arrangedAt: number | null = null;
let writing: Promise<void> = Promise.resolve();

/** A call as its caller saw it. */
export function countCall(version: { name: string; version: string }, caller: Caller, outcome: Outcome, now: number): void {
  ledger.count({ model: version.name, version: version.version, node: "" }, outcome, now);
  ledger.charge(caller, version.name, outcome, now);
}

/** One attempt at a node, whatever became of the call. */
export function countAttempt(version: { name: string; version: string }, node: string, outcome: Outcome, now: number): void {
  ledger.count({ model: version.name, version: version.version, node }, outcome, now);
}

/** Sees to it that what was counted is written soon; `waitUntil` keeps the request's context alive until then. */
export function arrangeWrite(env: AiModelsEnv, waitUntil: (work: Promise<unknown>) => void, now: number): void {
  if (arrangedAt !== null && now - arrangedAt < lostAfterMs) return;
  arrangedAt = now;
  waitUntil(
    new Promise((resolve) => setTimeout(resolve, writeAfterMs)).then(() => {
      arrangedAt = null;
      return writeNow(env);
    }),
  );
}

/** Writes what was counted here. What cannot be written now is part of the next write. */
export async function writeNow(env: AiModelsEnv): Promise<void> {
  const before = writing;
  writing = before.then(() => write(env));
  await writing;
}

async function write(env: AiModelsEnv): Promise<void> {
  try {
    await writeRows(env.AI_MODELS_DB, ledger.take(Date.now()));
    ledger.settle();
  } catch (cause) {
    ledger.putBack();
    const message = cause instanceof Error ? cause.message : String(cause);
    log("error", { task: "model-metrics", message });
  }
}
