/** What every service answers to the bus and to the database service, whatever else it does. */
import type { EventEnvelope, StoredEvent } from "../events/envelope.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";

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
  /** Names of the services that it calls. */
  dependencies: ServiceName[];
  /** Event types that it wants delivered. The kit fills in those that its projections read; absent or empty: none. */
  handles?: string[];
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

export interface ProjectionVerification {
  projections: { name: string; rows: number }[];
  mismatches: ProjectionMismatch[];
}

export interface ServiceLife {
  /** REST and sockets; the gateway forwards requests with the principal in `principalHeader`. */
  fetch(request: Request): Promise<Response>;
  describe(): Promise<ServiceDescription>;
  /** Applies events to the service's projections, in order, each once. */
  onEvents(events: StoredEvent[]): Promise<Result<{ applied: number }>>;
  /** The store has every event of `subject` up to `sequence`: outbox rows up to there may go. */
  acknowledge(subject: string, sequence: number): Promise<void>;
  /** Events of `subject` from `sequence` on, for a store that found a gap. */
  emitted(subject: string, fromSequence: number): Promise<EventEnvelope[]>;
  /** Sends again what is still waiting in the service's own outbox; returns how many events. */
  drainOutbox(): Promise<number>;
  /** Migrations applied to the service's database. */
  schema(principal: Principal): Promise<Result<AppliedMigration[]>>;
  /** Folds `events` (all of one organisation, in order) in memory and compares with the tables. */
  verifyProjections(principal: Principal, events: StoredEvent[]): Promise<Result<ProjectionVerification>>;
}
