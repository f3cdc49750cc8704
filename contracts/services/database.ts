/** RPC and resources of the database service: schema versions of every service, and proof that projections equal the log. */
import * as z from "zod";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import { workSchema } from "../work.ts";
import { serviceNames, type ServiceLife } from "./common.ts";

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

export const verificationSchema = workSchema.extend({
  id: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  /** Position of the store up to which the organisation's events were replayed. */
  head: z.int().min(0).optional(),
  services: z.array(serviceVerificationSchema),
});
export type Verification = z.infer<typeof verificationSchema>;

export const startVerificationSchema = z.object({ commandId: z.string().min(1).max(200) });
export type StartVerification = z.infer<typeof startVerificationSchema>;

export interface DatabaseService extends ServiceLife {
  /** Migrations of every service, with drift. Needs `database:read`. */
  schemas(principal: Principal): Promise<Result<ServiceSchema[]>>;
  /** Starts a verification of the organisation's projections. Needs `database:admin` and `events:read`. */
  startVerification(principal: Principal, request: StartVerification): Promise<Result<Verification>>;
  /** Needs `database:read`. */
  verification(principal: Principal, id: string): Promise<Result<Verification>>;
  /** Latest first. Needs `database:read`. */
  verifications(principal: Principal, page: PageQuery): Promise<Result<Page<Verification>>>;
}
