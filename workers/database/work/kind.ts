/** What a kind of long work is: steps small enough for one invocation, each from a state that is stored to the next one. */
import type * as z from "zod";
import type { Principal } from "../../../contracts/principal.ts";
import type { Progress } from "../../../contracts/work.ts";
import type { DatabaseEnv } from "../environment.ts";

export interface StepContext {
  env: DatabaseEnv;
  /** Who started it: the work goes on with these rights. */
  principal: Principal;
  /** Id of the work. */
  id: string;
  /** Epoch milliseconds. */
  now: number;
}

/** `next`: the state to go on from, after `againMs` (0 when absent). `end`: it is over. */
export type Step<State> =
  | { next: State; progress: Progress; message?: string; result?: unknown; againMs?: number }
  | { end: "succeeded"; progress: Progress; result: unknown }
  | { end: "failed"; message: string };

export interface WorkKind {
  /** True: it never gives up, however often a step breaks. */
  persistent?: boolean;
  /**
   * Takes one step. It must be harmless to repeat, since a crash may come between its effects and the storing of its state; and
   * it must call other services no more than about 25 times. It may throw: the step is then repeated, some times.
   */
  step(context: StepContext, state: unknown): Promise<Step<unknown>>;
  /** Tidies up after work that failed, as far as it can. */
  abandon?(context: StepContext): Promise<void>;
}

/** A kind of work whose state is what `schema` says. */
export function workKind<State>(schema: z.ZodType<State>, step: (context: StepContext, state: State) => Promise<Step<State>>): WorkKind {
  return { step: (context, state) => step(context, schema.parse(state)) };
}
