/** Events that the auth service writes. They carry ids, not names or addresses: the log outlives an erasure. */
import * as z from "zod";
import { idSchema } from "../ids.ts";
import { roles, scopes } from "../principal.ts";
import { auditRecordedSchema } from "../services/audit.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

export const authEvents = {
  /** Subject `organisation/<org>/<org>`. */
  "organisation.created": { 1: z.object({ organisation: idSchema("organisation"), owner: idSchema("user") }) },
  /** Subject `user/<org>/<usr>`. */
  "user.signed-up": { 1: z.object({ user: idSchema("user"), organisation: idSchema("organisation"), role: z.enum(roles) }) },
  /** Subject `api-key/<org>/<key>`, sequence 1. */
  "api-key.created": {
    1: z.object({
      key: idSchema("apiKey"),
      /** Of a person's key. */
      owner: idSchema("user").optional(),
      /** Of a service's key. */
      service: idSchema("service").optional(),
      scopes: z.array(z.enum(scopes)),
      expiresAt: z.iso.datetime().nullable(),
    }),
  },
  /** Subject `api-key/<org>/<key>`, sequence 2. */
  "api-key.revoked": { 1: z.object({ key: idSchema("apiKey"), revokedBy: z.string() }) },
  /** Subject `audit/<org>/<org>`, with the sequence of the entry: who did what to people, keys and doors. */
  "audit.recorded": { 1: auditRecordedSchema },
} satisfies EventCatalogue;
