/** What every service answers to the bus and to the database service, whatever else it does. */
import type { EventEnvelope, StoredEvent } from "../events/envelope.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { BackupLife } from "./backup.ts";
import type { ActorOffice } from "./actors.ts";

export const serviceNames = [
  "auth",
  "niche-analysis",
  "monetization",
  "marketing",
  "agent-teams",
  "ai-models",
  "event-bus",
  "database",
] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceDescription {
  service: ServiceName;
  version: string;
  /** What it was built from, as whoever deployed it said (`BUILD_ID`); absent where nobody did. Services with the same one were deployed together. */
  build?: string;
  /** Names of the services that it calls. */
  dependencies: ServiceName[];
  /** Event types that it wants delivered. The kit fills in those that its projections read; absent or empty: none. */
  handles?: string[];
}

/** How a service is by its own word: whether its database answers, and what it alone knows. */
export interface ServiceHealth {
  /** What is not as it should be, one sentence each; the empty list when nothing is. At most five seconds old. */
  degraded: string[];
}

/** What a service says of its REST: its part of the OpenAPI 3.1 document. */
export interface ServiceContract {
  paths: Record<string, unknown>;
  components: Record<string, Record<string, unknown>>;
}

/** One applied migration of the service's own database. */
export interface AppliedMigration {
  name: string;
  appliedAt: string;
}

/** Difference between a projection's table and the fold of the log. */
export interface ProjectionMismatch {
  projection: string;
  key: string;
  expected: unknown;
  actual: unknown;
}

/** Rows that one organisation has in a table. */
export interface TableRows {
  name: string;
  rows: number;
}

export interface ProjectionVerification {
  projections: TableRows[];
  /** At most 100, in the order of their keys. */
  mismatches: ProjectionMismatch[];
  mismatchCount: number;
}

/** One stretch of an organisation's log on its way into fresh tables. */
export interface ReplaySlice {
  /** Id of the replay, as it was begun. */
  run: string;
  /** Position up to which the replay has come; a slice that begins elsewhere changes nothing. */
  from: number;
  /** Position up to which it has come after this slice. */
  to: number;
  /** All events of the organisation between the two, at most 200. */
  events: StoredEvent[];
}

/** Where a reading of rows goes on: after the row `row` of the table `table`. */
export interface RowsKey {
  table: string;
  row: number;
}

/** Rows of one table, as its columns name them. */
export interface RowsPage {
  table: string;
  rows: Record<string, unknown>[];
  /** Absent when nothing was left. */
  next?: RowsKey;
}

/** How far the store has the events of a subject, without a gap. */
export interface SubjectHead {
  subject: string;
  sequence: number;
}

export interface ServiceLife extends ActorOffice, BackupLife {
  /** REST and sockets; the gateway forwards requests with the principal in `principalHeader`. */
  fetch(request: Request): Promise<Response>;
  describe(): Promise<ServiceDescription>;
  /** Asks its own parts, within a second. */
  health(): Promise<ServiceHealth>;
  /** Its REST as OpenAPI 3.1. */
  contract(): Promise<ServiceContract>;
  /** Applies events to the service's projections, in order, each once. */
  onEvents(events: StoredEvent[]): Promise<Result<{ applied: number }>>;
  /** The store has every event of these subjects up to their sequence: outbox rows up to there may go. */
  acknowledge(heads: readonly SubjectHead[]): Promise<void>;
  /** Events of `subject` from `sequence` on, for a store that found a gap. */
  emitted(subject: string, fromSequence: number): Promise<EventEnvelope[]>;
  /** Sends again what is still waiting in the service's own outbox; returns how many events. */
  drainOutbox(): Promise<number>;
  /** Migrations applied to the service's database. */
  schema(principal: Principal): Promise<Result<AppliedMigration[]>>;
  /** Projections of the service, with the rows that the principal's organisation has in each. Needs `database:read`. */
  projectionRows(principal: Principal): Promise<Result<TableRows[]>>;
  /**
   * Begins a replay of the organisation's log into fresh tables that nobody reads; answers how far it is (0, or more when the
   * same `run` was begun before). Another run of the organisation is given up. Needs `database:admin`, as all that follow up to `rebuildEnd`.
   */
  rebuildBegin(principal: Principal, run: string): Promise<Result<{ position: number }>>;
  /** Folds one slice; answers how far the replay is then. `conflict` when another run has begun since. */
  rebuildApply(principal: Principal, slice: ReplaySlice): Promise<Result<{ position: number }>>;
  /** Compares the live tables with the fresh ones. */
  rebuildCompare(principal: Principal, run: string): Promise<Result<ProjectionVerification>>;
  /**
   * Puts the fresh rows in the place of the live ones, in one transaction. A retryable `conflict` when events were delivered that
   * the replay lacks: replay them too and ask again. Repeating a swap that happened answers the same.
   */
  rebuildSwap(principal: Principal, run: string): Promise<Result<TableRows[]>>;
  /** Drops what a replay that is not needed any more has written. Any number of calls is harmless. */
  rebuildEnd(principal: Principal, run: string): Promise<Result<true>>;
  /**
   * Rows of the principal's organisation, one table after the other, without secrets and bookkeeping. Needs `database:admin` of an owner,
   * as all that follow.
   */
  exportRows(principal: Principal, after?: RowsKey): Promise<Result<RowsPage>>;
  /** From now on nothing of the principal's organisation enters the service's tables, and its commands fail. Not to be undone. */
  bury(principal: Principal): Promise<Result<true>>;
  /**
   * Erases those of the service's actors of the organisation that `ids` name, at most 20 (ids of other things may be among them), or
   * without `ids` those that its recorded commands name, after `afterRow`; answers how many, and `next` when there are more.
   */
  eraseActors(principal: Principal, which: { ids: string[] } | { afterRow: number }): Promise<Result<{ actors: number; next?: number }>>;
  /** Deletes all rows of the organisation; answers how many in each table that had any. */
  erase(principal: Principal): Promise<Result<TableRows[]>>;
}
