/** RPC and REST shapes of the auth service. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { principalSchema, roles, scopes, type Giver, type Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { ServiceLife } from "./common.ts";

/**
 * The session cookie. `__Host-` makes browsers insist on Secure, Path=/ and no Domain. Chromium takes it over plain HTTP from
 * loopback hosts (`localhost`, `127.0.0.1`, `[::1]`); elsewhere it needs HTTPS.
 */
export const sessionCookie = "__Host-paissive";

/** What every API key begins with: `pai_live_<id>_<secret>_<crc>`. */
export const apiKeyPrefix = "pai_live_";

/** Passwords are counted in code points, after Unicode normalisation (NFKC). */
export const passwordLength = { min: 8, max: 128 } as const;

/** `POST /api/v1/auth/sign-up`: into an organisation of one's own, or into the one that invites. */
export const signUpSchema = z
  .object({
    email: z.string().max(254),
    password: z.string(),
    name: filledText(100),
    organisationName: filledText(100).optional(),
    /** Token of an invitation to this address. */
    invitation: z.string().min(1).max(200).optional(),
  })
  .refine((form) => (form.organisationName === undefined) !== (form.invitation === undefined), {
    path: ["organisationName"],
    message: "name an organisation or send an invitation, one of the two",
  });
export type SignUp = z.infer<typeof signUpSchema>;

/** `POST /api/v1/auth/sign-in`. */
export const signInSchema = z.object({ email: z.string().max(254), password: z.string() });
export type SignIn = z.infer<typeof signInSchema>;

/** `emailVerified`: a link that was sent to the address has been opened. */
export const userSchema = z.object({ id: z.string(), email: z.string(), name: z.string(), emailVerified: z.boolean() });
export const organisationSchema = z.object({ id: z.string(), name: z.string() });

/** What signing up or in answers, beside the cookie. */
export const signedInSchema = z.object({
  user: userSchema,
  organisation: organisationSchema,
  role: z.enum(roles),
  /** When the session ends whatever happens, RFC 3339. */
  expiresAt: z.iso.datetime(),
});
export type SignedIn = z.infer<typeof signedInSchema>;

/** `GET /api/v1/auth/me`: who the caller is, for a session and for an API key alike. */
export const meSchema = z.object({
  principal: principalSchema,
  organisation: organisationSchema,
  /** The person, or the person that an API key belongs to; null for a service, which is nobody's. */
  user: userSchema.nullable(),
  /** True: the organisation demands a second factor, which the person does not have; nothing is allowed before. */
  secondFactorWanted: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** `POST /api/v1/api-keys`. */
export const newApiKeySchema = z.object({
  name: filledText(100),
  /** At most the caller's own. */
  scopes: z.array(z.enum(scopes)).min(1),
  expiresAt: z.iso.datetime().optional(),
  /** `service`: the key acts as a service of the organisation, and stays when whoever made it leaves. Else it acts as the person who makes it. */
  actsAs: z.enum(["me", "service"]).optional(),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  /** To a minute; null for a key that was never used. */
  lastUsedAt: z.iso.datetime().nullable(),
  /** The key that is in its place since it was rotated. */
  successor: z.string().nullable(),
  /** The service that it acts as; the same after a rotation. Null: it acts as the person who made it. */
  service: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** `POST /api/v1/api-keys/{id}/rotate`: how long the old key goes on, a day unless stated, a week at most. */
export const rotateApiKeySchema = z.object({ overlapSeconds: z.int().min(0).max(604_800).default(86_400) });

/** `key` is the credential itself; this answer is the only place where it is ever shown. */
export const createdApiKeySchema = apiKeySchema.extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

/** Both refuse with the same `unauthenticated`, whatever was wrong: unknown, expired, revoked or malformed. */
export interface AuthService extends ServiceLife {
  principalOfSession(token: string): Promise<Result<Principal>>;
  principalOfKey(key: string): Promise<Result<Principal>>;
  /** Who a person or key is at this moment, for what is done in their name without them. `unauthenticated`: nobody any more. */
  principalNow(giver: Giver): Promise<Result<Principal>>;
  /** Ids of the organisations that let pages of this origin use the API with their keys. */
  organisationsOfOrigin(origin: string): Promise<string[]>;
}
