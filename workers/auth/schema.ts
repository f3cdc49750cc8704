/** Tables of the auth service. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Role, Scope } from "../../contracts/principal.ts";
import type { AuditEntry } from "../../contracts/services/audit.ts";
import type { LinkPurpose } from "../../contracts/services/mail.ts";
import type { SignInMethod } from "../../contracts/services/sessions.ts";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

export type ChallengePurpose = "second-step" | "passkey-registration" | "passkey-sign-in" | "passkey-confirmation" | "oauth";

/** A sign-up whose address is not confirmed yet. */
export interface PendingSignUp {
  name: string;
  /** Of the password, as it is stored. */
  hash: string;
  organisationName: string;
}

const moment = (name: string) => integer(name, { mode: "timestamp_ms" });

export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** Normalised: see `domain/email.ts`. */
  email: text("email").notNull().unique(),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull(),
  image: text("image"),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    /** SHA-256 of the token, hexadecimal: what lies here opens nothing. */
    token: text("token").notNull().unique(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The organisation that this session acts in. */
    organisation: text("organisation").notNull(),
    /** The end that comes whatever happens. */
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    /** How the person proved who they are. */
    method: text("method").$type<SignInMethod>().notNull(),
    /** Written at most once in five minutes. */
    lastSeenAt: moment("last_seen_at").notNull(),
    /** The latest proof: sensitive changes ask for a recent one. */
    authenticatedAt: moment("authenticated_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expiry").on(table.expiresAt)],
);

/** A way to prove who one is; `credential` holds the password hash. */
export const accounts = sqliteTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** PHC string. */
    password: text("password"),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text("scope"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("accounts_user").on(table.userId)],
);

export const organisations = sqliteTable("organisations", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: moment("created_at").notNull(),
  /** Members without a second factor may do nothing here but set one up. */
  secondFactorRequired: integer("second_factor_required", { mode: "boolean" }).notNull().default(false),
  /** Counts the changes. */
  version: integer("version").notNull().default(1),
});

/** Web pages that may use the API with an organisation's keys. */
export const organisationOrigins = sqliteTable(
  "organisation_origins",
  {
    /** `https://app.example`. */
    origin: text("origin").notNull(),
    organisation: text("organisation")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.origin, table.organisation] }),
    index("organisation_origins_organisation").on(table.organisation),
  ],
);

/** Who belongs to which organisation, as what. The role is read at every request, so a change holds at once. */
export const members = sqliteTable(
  "members",
  {
    organisation: text("organisation")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").$type<Role>().notNull(),
    createdAt: moment("created_at").notNull(),
    /** Counts the changes of the role. */
    version: integer("version").notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.userId] }), index("members_user").on(table.userId)],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    organisation: text("organisation")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    /** The person whose membership the key lives on; null for a service's. */
    owner: text("owner").references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** SHA-256 of the whole key, hexadecimal. The secret has 256 bits, so a slow hash would add nothing. */
    digest: text("digest").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<Scope[]>().notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
    /** Written at most once a minute. */
    lastUsedAt: moment("last_used_at"),
    /** The key that a rotation put in its place. */
    successor: text("successor"),
    /** The service that the key acts as; null for a person's. */
    service: text("service"),
  },
  (table) => [
    index("api_keys_organisation").on(table.organisation, table.id),
    index("api_keys_service")
      .on(table.service)
      .where(sql`service IS NOT NULL`),
    check("api_keys_whose", sql`(owner IS NULL) <> (service IS NULL)`),
  ],
);

export const invitations = sqliteTable(
  "invitations",
  {
    id: text("id").primaryKey(),
    organisation: text("organisation")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    /** Normalised; only the account with this address can accept. */
    email: text("email").notNull(),
    role: text("role").$type<Role>().notNull(),
    /** SHA-256 of the link's token, hexadecimal. */
    digest: text("digest").notNull().unique(),
    invitedBy: text("invited_by").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    acceptedAt: moment("accepted_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [index("invitations_organisation").on(table.organisation, table.id)],
);

/** Append-only (a trigger refuses updates), chained by `hash`: see `domain/audit-chain.ts`. */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    organisation: text("organisation").notNull(),
    sequence: integer("sequence").notNull(),
    at: moment("at").notNull(),
    action: text("action").$type<AuditEntry["action"]>().notNull(),
    actorKind: text("actor_kind").$type<AuditEntry["actor"]["kind"]>().notNull(),
    actor: text("actor").notNull(),
    target: text("target"),
    details: text("details", { mode: "json" }).$type<AuditEntry["details"]>().notNull(),
    previous: text("previous").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.sequence] })],
);

/** The newest entry of each log, so that a missing end is noticed too. */
export const auditHeads = sqliteTable("audit_heads", {
  organisation: text("organisation").primaryKey(),
  sequence: integer("sequence").notNull(),
  hash: text("hash").notNull(),
});

/** What a link in an e-mail opens, once. */
export const oneTimeTokens = sqliteTable(
  "one_time_tokens",
  {
    /** SHA-256 of the token, hexadecimal. */
    digest: text("digest").primaryKey(),
    purpose: text("purpose").$type<LinkPurpose>().notNull(),
    /** Absent while there is no account yet. */
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** Normalised; a newer token of the same purpose takes the place of the older. */
    email: text("email").notNull(),
    /** Of a sign-up: what was filled in, with the hash of the password. */
    data: text("data", { mode: "json" }).$type<PendingSignUp>(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("one_time_tokens_email").on(table.email, table.purpose), index("one_time_tokens_expiry").on(table.expiresAt)],
);

export const totpFactors = sqliteTable("totp_factors", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** Sealed with the installation's key: see `sealing.ts`. */
  secret: text("secret").notNull(),
  createdAt: moment("created_at").notNull(),
  /** Until a first code has proved that the app has it, it is asked of nobody. */
  confirmedAt: moment("confirmed_at"),
  /** The latest step (30 s since 1970) whose code was used: no step opens twice. */
  lastStep: integer("last_step").notNull(),
});

export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256, hexadecimal. A code has 120 bits, so a slow hash would add nothing (ASVS 6.5.2). */
    digest: text("digest").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.digest] })],
);

export const passkeys = sqliteTable(
  "passkeys",
  {
    /** The credential id, base64url. */
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** COSE, base64url. */
    publicKey: text("public_key").notNull(),
    /** The authenticator's count of signatures; many never count. */
    counter: integer("counter").notNull(),
    transports: text("transports", { mode: "json" }).$type<string[]>().notNull(),
    name: text("name").notNull(),
    backedUp: integer("backed_up", { mode: "boolean" }).notNull(),
    createdAt: moment("created_at").notNull(),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** What somebody was asked and has to answer within minutes, once. */
export const challenges = sqliteTable(
  "challenges",
  {
    /** SHA-256 of the token that comes back with the answer, hexadecimal. */
    digest: text("digest").primaryKey(),
    purpose: text("purpose").$type<ChallengePurpose>().notNull(),
    userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
    data: text("data", { mode: "json" }).$type<Record<string, string>>().notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("challenges_expiry").on(table.expiresAt)],
);

/** Devices that ask to be let in, until they have their key. */
export const deviceGrants = sqliteTable(
  "device_grants",
  {
    /** SHA-256 of the device's code, hexadecimal. */
    digest: text("digest").primaryKey(),
    userCode: text("user_code").notNull().unique(),
    name: text("name").notNull(),
    /** What was asked for; null: all that the person has. */
    scopes: text("scopes", { mode: "json" }).$type<Scope[]>(),
    status: text("status").$type<"pending" | "approved" | "denied">().notNull(),
    /** Who decided, and in which organisation. */
    owner: text("owner"),
    organisation: text("organisation"),
    askedAt: moment("asked_at"),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("device_grants_expiry").on(table.expiresAt)],
);

/** E-mails on their way. */
export const mails = sqliteTable(
  "mails",
  {
    id: text("id").primaryKey(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    /** Sealed where the installation has a key for it: see `sealing.ts`. */
    text: text("text").notNull(),
    sealed: integer("sealed", { mode: "boolean" }).notNull().default(false),
    createdAt: moment("created_at").notNull(),
    attempts: integer("attempts").notNull(),
    nextAt: moment("next_at").notNull(),
  },
  (table) => [index("mails_next").on(table.nextAt)],
);

/** Failed sign-ins per account name, known or not, so that guessing is slowed without telling which names exist. */
export const signInAttempts = sqliteTable(
  "sign_in_attempts",
  {
    /** SHA-256 of the normalised e-mail. */
    account: text("account").primaryKey(),
    failures: integer("failures").notNull(),
    lastAt: moment("last_at").notNull(),
    lockedUntil: moment("locked_until").notNull(),
  },
  (table) => [index("sign_in_attempts_last").on(table.lastAt)],
);

/** Sign-ins that were refused with addresses that have no account, by the minute, until the log of the installation tells of them. */
export const refusedSignIns = sqliteTable(
  "refused_sign_ins",
  {
    method: text("method").$type<"password" | "code">().notNull(),
    /** Its beginning. */
    minute: moment("minute").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.method, table.minute] })],
);
