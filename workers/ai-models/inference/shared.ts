/** What all calls of this isolate share: what is under way, what was answered lately, how long answers take. */
import { sha256Hex } from "../../../contracts/digest.ts";
import { AnswerCache } from "../domain/answer-cache.ts";
import { Dispatched } from "../domain/dispatched.ts";
import { HedgeBudget, Pace } from "../domain/hedging.ts";
import type { Work } from "../domain/node-call.ts";
import { Settled } from "../domain/settled.ts";
import type { Result } from "../../../contracts/result.ts";
import { InFlight } from "./in-flight.ts";
import type { Routed, Shared } from "./router-parts.ts";

/** What this isolate has sent and learned. Reports of the nodes cover the rest. */
export const shared: Shared = { dispatched: new Dispatched(), settled: new Settled(), pace: new Pace(), budget: new HedgeBudget() };

export const flights = new InFlight<Result<Routed>>();
export const answers = new AnswerCache<Routed>();

/**
 * Names everything that an answer depends on, and whose it is: nothing is ever shared between organisations. `isolated` is part of the work, so
 * such a call is never answered with what was computed among other calls.
 */
export function keyOf(organisation: string, version: { name: string; version: string }, work: Work): Promise<string> {
  return sha256Hex(JSON.stringify([organisation, version.name, version.version, work]));
}

export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
