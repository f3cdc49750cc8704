/**
 * When the monitor does what no request asks for: at calls and heartbeats, since nodes say something every two seconds and no cron fires
 * on a developer's machine. Of all isolates one does each task when it is due.
 */
import { drizzle } from "drizzle-orm/d1";
import { log } from "../../kit/log.ts";
import { drainOutbox } from "../../kit/outbox.ts";
import type { AiModelsEnv } from "../env.ts";
import { measureRules } from "./alerts.ts";
import { claim, tidy } from "./store.ts";

const measureEveryMs = 15_000;
const tidyEveryMs = 600_000;

/** When this isolate last asked whose turn it is. */
let askedAt = 0;

/** Does what is due, if this isolate has not just looked; cheap, to be called at whatever happens. Never throws. */
export async function keepTime(env: AiModelsEnv, now: number): Promise<void> {
  if (now - askedAt < measureEveryMs) return;
  askedAt = now;
  await tick(env, now);
}

/** Does what is due. Never throws: it comes again. */
export async function tick(env: AiModelsEnv, now: number): Promise<void> {
  try {
    const d1 = env.AI_MODELS_DB;
    const db = drizzle(d1);
    if ((await claim(d1, "alerts", measureEveryMs, now)) && (await measureRules(env, now))) await drainOutbox(db, env.EVENTS, now);
    if (await claim(d1, "tidying", tidyEveryMs, now)) await tidy(db, d1, now);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    log("error", { task: "model-monitor", message });
  }
}
