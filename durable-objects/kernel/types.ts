/** The words of the kernel: what an actor's author writes. */
import type { ActorKind, CommandEnvelope } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { Fault, Result } from "../../contracts/result.ts";

export interface Named {
  type: string;
}

/** An event before it is numbered. `version` of its data defaults to the catalogue's current one. */
export interface NewEvent {
  type: string;
  data: unknown;
}

/** An effect that a decision asks for: something to be done outside the turn, once, whatever crashes. */
export interface NewEffect {
  /** Unique within the actor; also the idempotency key at the callee. Asking for the same id again changes nothing. */
  id: string;
  /** Name of the handler in `Actor.effects`. */
  type: string;
  input: unknown;
  /** Effects of one lane share its concurrency limit. Default: the type. */
  lane?: string;
  /** Epoch milliseconds after which it is not tried again. */
  deadline?: number;
}

/** Sets (or replaces) the timer `name`, or clears it when `at` is null. When due, `command` is executed. */
export interface TimerChange {
  name: string;
  at: number | null;
  command?: Named;
}

export interface Decision<Event extends NewEvent, Value = unknown> {
  events: Event[];
  effects?: NewEffect[];
  timers?: TimerChange[];
  /** Ids of effects that are no longer wanted. */
  cancel?: string[];
  /** What the caller gets, recorded with the command id. */
  value?: Value;
}

export interface DecisionContext {
  /** Epoch milliseconds of the turn. */
  now: number;
  commandId: string;
  principal: Principal;
  /** The actor's own identity. */
  organisation: string;
  actorId: string;
}

/** The pure heart of an actor: no I/O, no clock, no randomness that is not passed in. */
export interface Decider<State, Command extends Named, Event extends NewEvent> {
  initialState(): State;
  decide(state: State, command: Command, context: DecisionContext): Result<Decision<Event>>;
  evolve(state: State, event: Event, context: { time: number; sequence: number }): State;
}

/** What an effect handler reports back. */
export type EffectOutcome<Command extends Named> =
  /**
   * Finished: `command` is executed in the turn that removes the effect. A function is asked for it right before that turn, with nothing in
   * between: what it writes beside the log or counts there cannot be overtaken by another effect of the actor. `write` writes beside the log in the
   * transaction of that turn: all of it is kept or nothing.
   */
  | { status: "done"; command: Command | (() => Command); write?: () => void }
  /** Not yet: look again after `afterMs`. Does not count as an attempt. */
  | { status: "waiting"; afterMs: number }
  /** Failed: tried again when `fault.retryable` and attempts are left, else `onEffectFailed`. */
  | { status: "failed"; fault: Fault };

export interface EffectTask {
  id: string;
  type: string;
  input: unknown;
  attempt: number;
  deadline: number | undefined;
  identity: { kind: ActorKind; organisation: string; id: string };
  /** The principal of the command that asked for it. */
  principal: Principal;
  /** Aborted when the effect is cancelled. */
  signal: AbortSignal;
}

export type EffectHandler<Command extends Named> = (task: EffectTask) => Promise<EffectOutcome<Command>>;

export interface RetryOptions {
  /** Tries in all, at least 1. Default 6. */
  maxAttempts: number;
  /** First pause, milliseconds. Default 200. */
  baseMs: number;
  /** Longest pause, milliseconds. Default 30,000. */
  maxMs: number;
}

export interface LaneOptions {
  /** How many effects of the lane run at once. Default 4. */
  concurrency: number;
}

/** A command on its way to `decide`. */
export interface Turn<Command extends Named> {
  envelope: CommandEnvelope;
  command: Command;
}
