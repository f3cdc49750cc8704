/** One turn of an organisation's maintenance: a step of its oldest work that is not over. */
import { drizzle } from "drizzle-orm/d1";
import { principalSchema } from "../../../contracts/principal.ts";
import { log } from "../../kit/log.ts";
import type { DatabaseEnv } from "../environment.ts";
import type { Step, StepContext } from "./kind.ts";
import { kinds } from "./kinds.ts";
import { nextWork, recordFailure, recordStep, type WorkRow } from "./work-store.ts";

/** A step that breaks this often, one time after the other, will not get better. */
const maxFailures = 8;
/** Pause after the first broken step; doubles up to the longest. */
const pauseMs = 200;
const maxPauseMs = 60_000;

/** Answers when to go on: undefined when nothing of the organisation is left to do. */
export async function takeTurn(env: DatabaseEnv, organisation: string): Promise<{ againMs?: number }> {
  const db = drizzle(env.DATABASE_DB);
  const row = await nextWork(db, organisation);
  if (!row) return {};
  const step = await attempt(env, row);
  if (step === undefined) {
    await recordFailure(db, row.id);
    return { againMs: Math.min(maxPauseMs, pauseMs * 2 ** row.failures) };
  }
  await recordStep(db, row.id, step, Date.now());
  return { againMs: "end" in step ? 0 : (step.againMs ?? 0) };
}

/** Undefined when the step broke and is worth repeating. */
async function attempt(env: DatabaseEnv, row: WorkRow): Promise<Step<unknown> | undefined> {
  const { id, kind, failures } = row;
  const context = { env, principal: principalSchema.parse(JSON.parse(row.principal)), id, now: Date.now() };
  let step: Step<unknown>;
  try {
    step = await kinds[kind].step(context, JSON.parse(row.state));
  } catch (cause) {
    log("error", { message: "a step of maintenance broke", id, kind, failures, cause: String(cause) });
    if (kinds[kind].persistent === true || failures + 1 < maxFailures) return undefined;
    step = { end: "failed", message: "It broke again and again. Start another one." };
  }
  if ("end" in step && step.end === "failed") await abandon(context, row);
  return step;
}

async function abandon(context: StepContext, { id, kind }: WorkRow): Promise<void> {
  try {
    await kinds[kind].abandon?.(context);
  } catch (cause) {
    log("error", { message: "failed work left something behind", id, kind, cause: String(cause) });
  }
}
