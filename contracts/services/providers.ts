/** Other services with which people can sign in. */
import * as z from "zod";

export const providerNames = ["github", "google"] as const;
export type ProviderName = (typeof providerNames)[number];

/** `GET /api/v1/auth/providers`: those that are set up here. */
export const providersSchema = z.object({ items: z.array(z.enum(providerNames)) });

/** `GET /api/v1/auth/identities`: another service with which the person can sign in. */
export const linkedIdentitySchema = z.object({ id: z.string(), provider: z.string(), linkedAt: z.iso.datetime() });
export type LinkedIdentity = z.infer<typeof linkedIdentitySchema>;
