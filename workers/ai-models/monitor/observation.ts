/**
 * What the monitor is told of inference, and the two places that tell it: `callModel` each call as its caller saw it, `ObservedTransport`
 * each attempt at a node.
 */
import { waitUntil } from "cloudflare:workers";
import type { Principal } from "../../../contracts/principal.ts";
import type { Outcome } from "../domain/monitor/tally.ts";
import type { AiModelsEnv } from "../env.ts";
import { keepTime } from "./clock.ts";
import { arrangeWrite, countAttempt, countCall } from "./recording.ts";

export interface Observed extends Outcome {
  model: string;
  version: string;
}

/** A call has ended; `error` is the code of its fault. Whoever made it is charged. */
export function observeCall(env: AiModelsEnv, principal: Principal, observed: Observed): void {
  const { kind, id, organisation } = principal;
  countCall({ name: observed.model, version: observed.version }, { organisation, kind, id }, observed, Date.now());
  observedSomething(env);
}

/** A node has answered or failed; `error` is the kind of its failure. */
export function observeAttempt(env: AiModelsEnv, node: string, observed: Observed): void {
  countAttempt({ name: observed.model, version: observed.version }, node, observed, Date.now());
  observedSomething(env);
}

function observedSomething(env: AiModelsEnv): void {
  const now = Date.now();
  arrangeWrite(env, waitUntil, now);
  waitUntil(keepTime(env, now));
}
