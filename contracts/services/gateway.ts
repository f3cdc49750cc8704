/** What the door answers by itself: how it and the services are, and what a plan allows. */
import * as z from "zod";
import { serviceNames } from "./common.ts";

/** The door's own actors, which it asks as it asks services. */
export const doorActors = ["idempotency", "rate-limit"] as const;
/** What the door is bound to besides the services: the files of the web app, and its actors. */
export const doorBindings = ["assets", ...doorActors] as const;

export const doorHealthSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  /** What is not as it should be; absent when nothing is. */
  degraded: z.array(z.object({ part: z.enum([...serviceNames, ...doorActors, "settings", "load"]), reason: z.string() })).optional(),
});
export type DoorHealth = z.infer<typeof doorHealthSchema>;

/** Why the health is not `ok`, one sentence each. */
const reasons = z.array(z.string());

/** The door stands in the list too: it answers, else there were no list. */
export const serviceStatusSchema = z.discriminatedUnion("reachable", [
  z.object({ service: z.enum(serviceNames), reachable: z.literal(false), health: z.literal("unreachable"), reasons }),
  z.object({
    service: z.enum(["gateway", ...serviceNames]),
    reachable: z.literal(true),
    /** `degraded`: it answers, and something that it needs does not, or it failed several times in a row at this door. */
    health: z.enum(["ok", "degraded"]),
    reasons,
    version: z.string(),
    /** What it was deployed from (`BUILD_ID`); absent where nobody said. */
    build: z.string().optional(),
    /** SHA-256 of the service's part of the OpenAPI document: the same hash, the same API. */
    contract: z.string(),
    /** The services that it calls. */
    dependencies: z.array(z.enum(serviceNames)),
    /** Of the gateway: what else it is bound to. */
    bindings: z.array(z.enum(doorBindings)).optional(),
    handles: z.array(z.string()).optional(),
  }),
]);
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

/** `organisation`: all of its people and keys together. `user`, `key`: each of them for itself. */
export const quotaPolicies = ["organisation", "user", "key"] as const;

export const limitsSchema = z.object({
  /** Name of the organisation's plan; null for the operator, who has none. */
  plan: z.string().nullable(),
  quotas: z.array(
    z.object({
      policy: z.enum(quotaPolicies),
      /** So many, evenly refilled, in so many seconds. */
      requests: z.int(),
      seconds: z.int(),
      /** What is left of it now, where this request drew from it. */
      remaining: z.int().optional(),
    }),
  ),
});
export type Limits = z.infer<typeof limitsSchema>;
