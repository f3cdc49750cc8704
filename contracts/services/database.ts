/** RPC and resources of the database service: schema versions of every service, and the long work on what services store. */
import * as z from "zod";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import { workSchema } from "../work.ts";
import type { BackupService } from "./backups.ts";
import { serviceNames, type ServiceLife } from "./common.ts";
import { subscriptionStatuses } from "./event-bus.ts";

export const migrationStates = ["applied", "pending", "unknown"] as const;

/** The migrations of one service: what its database has, compared with what this build brings. */
export const serviceSchemaSchema = z.object({
  service: z.enum(serviceNames),
  /** False when the service could not be asked; `migrations` then says nothing. */
  reachable: z.boolean(),
  /** True when something is pending or unknown. */
  drift: z.boolean(),
  migrations: z.array(
    z.object({
      name: z.string(),
      /** `pending`: this build brings it, the database lacks it; `unknown`: the database has it, this build does not know it. */
      state: z.enum(migrationStates),
      /** As the database recorded it, UTC. */
      appliedAt: z.string().optional(),
    }),
  ),
});
export type ServiceSchema = z.infer<typeof serviceSchemaSchema>;

export const verificationOutcomes = ["verified", "mismatched", "behind", "unreachable"] as const;

/** What verifying the projections of one service found. */
export const serviceVerificationSchema = z.object({
  service: z.enum(serviceNames),
  /**
   * `verified`: every row equals the fold of the log; `mismatched`: some do not, and nothing was on its way;
   * `behind`: some do not, but events were still on their way; `unreachable`: the service did not answer.
   */
  outcome: z.enum(verificationOutcomes),
  /** Events replayed. */
  events: z.int().min(0),
  projections: z.array(z.object({ name: z.string(), rows: z.int().min(0) })),
  /** At most 100; `mismatchCount` counts all. */
  mismatches: z.array(z.object({ projection: z.string(), key: z.string(), expected: z.unknown(), actual: z.unknown() })),
  mismatchCount: z.int().min(0),
  detail: z.string().optional(),
});
export type ServiceVerification = z.infer<typeof serviceVerificationSchema>;

/** What a verification found so far. */
export const verificationResultSchema = z.object({
  /** Position of the store up to which the organisation's events were replayed. */
  head: z.int().min(0),
  services: z.array(serviceVerificationSchema),
});

const tableRowsSchema = z.object({ name: z.string(), rows: z.int().min(0) });

/** Services whose projections can be rebuilt: those that the bus delivers to. */
export const projectingServices = ["auth", "niche-analysis", "monetization", "marketing", "agent-teams", "ai-models"] as const;
export type ProjectingService = (typeof projectingServices)[number];

export const rebuildResultSchema = z.object({
  service: z.enum(projectingServices),
  /** Events replayed. */
  events: z.int().min(0),
  /** Position of the store up to which they were. */
  head: z.int().min(0),
  /** Rows of the organisation after the swap. */
  projections: z.array(tableRowsSchema),
});

/** What an export contains: NDJSON, one line for each event and row. */
export const exportResultSchema = z.object({
  sections: z.array(z.object({ service: z.enum(serviceNames), table: z.string(), lines: z.int().min(0) })),
  lines: z.int().min(0),
  bytes: z.int().min(0),
  /** Of the whole file, hexadecimal; there when it is complete. */
  sha256: z.string().optional(),
  /** Position of the store up to which it has the events. */
  head: z.int().min(0),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** The certificate of an erasure: what is gone. */
export const erasureResultSchema = z.object({
  organisation: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  /** When the accounts go, and with them everybody's access to this certificate. */
  accountsAt: z.iso.datetime().optional(),
  erasedAt: z.iso.datetime().optional(),
  /** Actors with events in the store; one that had none is erased too, and not counted. */
  actors: z.int().min(0),
  /** Parts of exports that were stored. */
  objects: z.int().min(0),
  services: z.array(z.object({ service: z.enum(serviceNames), tables: z.array(tableRowsSchema) })),
});
export type ErasureResult = z.infer<typeof erasureResultSchema>;

/** Projections of one service, as the organisation sees them. */
export const serviceProjectionsSchema = z.object({
  service: z.enum(projectingServices),
  /** False when the service could not be asked; the projections are then unknown. */
  reachable: z.boolean(),
  projections: z.array(tableRowsSchema),
  /** State of the subscription that feeds them, as `GET /api/v1/event-subscriptions` says it. */
  status: z.enum(subscriptionStatuses),
  cursor: z.int().min(0),
  /** Events of the organisation that are not in the projections yet. */
  lag: z.int().min(0),
});
export type ServiceProjections = z.infer<typeof serviceProjectionsSchema>;

export const maintenanceKinds = ["verification", "rebuild", "export", "erasure"] as const;
export type MaintenanceKind = (typeof maintenanceKinds)[number];

const runningSchema = workSchema.extend({ id: z.string(), startedAt: z.iso.datetime(), finishedAt: z.iso.datetime().optional() });

/** Long work on what services store: follow it by its id. `result` is there when something is known already. */
export const maintenanceSchema = z.discriminatedUnion("kind", [
  runningSchema.extend({ kind: z.literal("verification"), result: verificationResultSchema.optional() }),
  runningSchema.extend({ kind: z.literal("rebuild"), result: rebuildResultSchema.optional() }),
  runningSchema.extend({ kind: z.literal("export"), result: exportResultSchema.optional() }),
  runningSchema.extend({ kind: z.literal("erasure"), result: erasureResultSchema.optional() }),
]);
export type Maintenance = z.infer<typeof maintenanceSchema>;

/** A verification by itself, as its own routes answer it. */
export const verificationSchema = runningSchema.extend({
  head: z.int().min(0).optional(),
  services: z.array(serviceVerificationSchema),
});
export type Verification = z.infer<typeof verificationSchema>;

/** What is to be done; `commandId` is the idempotency key. */
export const startMaintenanceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("verification"), commandId: z.string().min(1).max(200) }),
  z.object({ kind: z.literal("rebuild"), commandId: z.string().min(1).max(200), service: z.enum(projectingServices) }),
  z.object({ kind: z.literal("export"), commandId: z.string().min(1).max(200) }),
  z.object({
    kind: z.literal("erasure"),
    commandId: z.string().min(1).max(200),
    /** The id of the caller's organisation, written out: nobody erases by accident. */
    organisation: z.string().max(100),
  }),
]);
export type StartMaintenance = z.infer<typeof startMaintenanceSchema>;

export interface DatabaseService extends ServiceLife, BackupService {
  /** Migrations of every service, with drift. Needs `database:read`. */
  schemas(principal: Principal): Promise<Result<ServiceSchema[]>>;
  /** Projections of every service, with rows and lag. Needs `database:read` and `events:read`. */
  projections(principal: Principal): Promise<Result<ServiceProjections[]>>;
  /**
   * Starts long work of the organisation; one after the other is done, in the order of starting. The same `commandId` answers the same work.
   * Needs `database:admin` and `events:read`; an export and an erasure need an owner in person too.
   */
  startMaintenance(principal: Principal, request: StartMaintenance): Promise<Result<Maintenance>>;
  /** Needs `database:read`. */
  maintenance(principal: Principal, id: string): Promise<Result<Maintenance>>;
  /** The file of an export that has succeeded, as a stream of bytes. Needs an owner in person. `not_found` when it was deleted. */
  exported(principal: Principal, id: string): Promise<Result<ReadableStream<Uint8Array>>>;
  /** Deletes the file of an export. Any number of calls is harmless. Needs an owner in person. */
  discardExport(principal: Principal, id: string): Promise<Result<true>>;
  /** Latest first; of one kind, or of all. Needs `database:read`. */
  maintenances(principal: Principal, page: PageQuery, kind?: MaintenanceKind): Promise<Result<Page<Maintenance>>>;
}
