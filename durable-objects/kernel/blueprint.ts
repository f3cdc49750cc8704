/** What the author of an actor hands to the kernel: `class Niche extends actor<Env, …>({ … })`. */
import type { ActorIdentity, ActorKind, CommandEnvelope } from "../../contracts/actor.ts";
import { currentVersion, schemaOf, type EventEnvelope } from "../../contracts/events/index.ts";
import type { Scope } from "../../contracts/principal.ts";
import type { Fault, Result } from "../../contracts/result.ts";
import { retryOptions } from "./backoff.ts";
import type { GrowingTable } from "./backup/frozen-tables.ts";
import type { LoggedEvent, Upcasters } from "./log.ts";
import type { KernelSources } from "./sources.ts";
import type { Authority } from "./standing.ts";
import type { Decider, EffectHandler, EffectTask, LaneOptions, Named, NewEvent, RetryOptions } from "./types.ts";

export interface EventQueue {
  sendBatch(messages: { body: EventEnvelope }[]): Promise<unknown>;
}

/** What effect handlers may use besides their task: the owner's bindings and the actor's own storage. */
export interface EffectTools<Env> {
  env: Env;
  sql: SqlStorage;
}

/** Which event types there are. */
export interface EventTypes {
  /** The version written today; undefined for a type that does not exist. */
  currentVersion(type: string): number | undefined;
  schemaOf(type: string, version: number): { safeParse(data: unknown): { success: boolean } } | undefined;
}

/** An actor that is about to be given a past. */
export interface ForkTarget {
  adopt(envelope: CommandEnvelope, page: string): Promise<Result<{ version: number }>>;
}

/** How an actor of this kind continues from the past of another. */
export interface ForkOptions<Env, State, Command extends Named> {
  /** The namespace in which actors of this kind live. */
  namespace(env: Env): { getByName(name: string): ForkTarget };
  /** The data of an event as the new actor has it, for data that name the actor itself. Default: as they are. */
  rewrite?(event: LoggedEvent, from: ActorIdentity, to: ActorIdentity): unknown;
  /** One page of the rows beside the log that events up to `version` name, as plain JSON; `next` absent on the last. */
  readRows?(sql: SqlStorage, version: number, cursor: string | undefined): { rows: unknown; next?: string };
  /** Writes a page of `readRows`. The same page may come twice. */
  writeRows?(sql: SqlStorage, rows: unknown): void;
  /** The new actor's first command of its own, to take up work that was under way at that version. Default: none. */
  resume?(from: ActorIdentity, state: State): Command | undefined;
}

export interface Limits {
  /** Effects that wait or run; beyond it commands are refused as `overloaded`. Default 5,000. */
  pendingEffects: number;
  /** Events that the store has not acknowledged; beyond it commands are refused as `overloaded`. Default 20,000. */
  outboxRows: number;
}

export const defaultLimits: Limits = { pendingEffects: 5_000, outboxRows: 20_000 };

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
  /** The command that tells the decider that a dead effect is tried again; its refusal refuses the redrive. Default: none. */
  onEffectRedriven?(effect: { id: string; type: string; input: unknown }): Command;
  /** Who is asked, before an effect acts in somebody's name, whether they still may. Default: nobody. */
  authority?(env: Env): Authority;
  /**
   * Effect types that only tidy the actor's own rows. Nobody is asked whether the one who caused them still may, so they must reach nothing
   * outside the actor. Default: none.
   */
  housekeeping?: readonly string[];
  /** Lane → concurrency. Lanes not named run four effects at once. */
  lanes?: Record<string, LaneOptions>;
  /** Effect type → retry policy. */
  retries?: Record<string, Partial<RetryOptions>>;
  upcasters?: Upcasters;
  /** Statements that create the actor's own append-only tables (bulk rows beside the log). */
  tables?: string;
  /**
   * The actor's own tables in a backup. Every table is copied at the moment of the backup unless it is named here: `growing` ones are read in
   * place, `transient` ones left out.
   */
  backup?: { growing?: Readonly<Record<string, GrowingTable>>; transient?: readonly string[] };
  /** Permission that whoever opens the feed needs. */
  follow: Scope;
  /** The state as clients see it; default: as it is. */
  present?(state: State): unknown;
  fork?: ForkOptions<Env, State, Command>;
  /** A snapshot every so many events. Default 200. */
  snapshotEvery?: number;
  /** Raise it when `evolve` or the state changes: snapshots of another shape are not used. Default 1. */
  stateShape?: number;
  limits?: Partial<Limits>;
  /** Default: the catalogue. */
  eventTypes?: EventTypes;
  /** Default: the system's clock, chance and storage. */
  sources?: Partial<KernelSources>;
}

export const catalogued: EventTypes = { currentVersion, schemaOf };

/** Checks a blueprint where it is given. Throws a RangeError that names the wrong option. */
export function checkBlueprint(blueprint: {
  effects: Record<string, unknown>;
  housekeeping?: readonly string[];
  retries?: Record<string, Partial<RetryOptions>>;
  lanes?: Record<string, LaneOptions>;
  snapshotEvery?: number;
  limits?: Partial<Limits>;
}): void {
  for (const [type, options] of Object.entries(blueprint.retries ?? {})) {
    if (!(type in blueprint.effects)) throw new RangeError(`retries names the effect ${type}, which has no handler`);
    retryOptions(options);
  }
  for (const type of blueprint.housekeeping ?? [])
    if (!(type in blueprint.effects)) throw new RangeError(`housekeeping names the effect ${type}, which has no handler`);
  const counts = {
    ...Object.fromEntries(
      Object.entries(blueprint.lanes ?? {}).map(([lane, options]) => [`concurrency of lane ${lane}`, options.concurrency]),
    ),
    snapshotEvery: blueprint.snapshotEvery ?? 1,
    ...blueprint.limits,
  };
  for (const [name, count] of Object.entries(counts))
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`${name} must be a whole number of at least 1`);
}
