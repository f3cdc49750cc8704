/** What the author of an actor hands to the kernel: `class Niche extends actor<Env, …>({ … })`. */
import type { ActorKind } from "../../contracts/actor.ts";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import type { Fault } from "../../contracts/result.ts";
import type { Upcasters } from "./log.ts";
import type { Decider, EffectHandler, EffectTask, LaneOptions, Named, NewEvent, RetryOptions } from "./types.ts";

export interface EventQueue {
  sendBatch(messages: { body: EventEnvelope }[]): Promise<unknown>;
}

/** What effect handlers may use besides their task: the owner's bindings and the actor's own storage. */
export interface EffectTools<Env> {
  env: Env;
  sql: SqlStorage;
}

export interface Blueprint<Env, State, Command extends Named, Event extends NewEvent> {
  kind: ActorKind;
  /** The service that owns it, `/niche-analysis`: where the bus sends acknowledgements. */
  source: string;
  queue(env: Env): EventQueue;
  decider: Decider<State, Command, Event>;
  /** Handlers by effect type. */
  effects: Record<string, (tools: EffectTools<Env>) => EffectHandler<Command>>;
  /** The command that tells the decider that an effect is out of attempts or was refused for good. */
  onEffectFailed(task: EffectTask, fault: Fault): Command;
  /** Lane → concurrency. Lanes not named run four effects at once. */
  lanes?: Record<string, LaneOptions>;
  /** Effect type → retry policy. */
  retries?: Record<string, Partial<RetryOptions>>;
  upcasters?: Upcasters;
  /** Statements that create the actor's own append-only tables (bulk rows beside the log). */
  tables?: string;
  /** The state as clients see it; default: as it is. */
  present?(state: State): unknown;
}
