/**
 * The account engine: better-auth, kept behind two functions. Nothing outside this folder knows it, its errors, its routes
 * or its cookies (docs/adr/0002-better-auth.md). One engine serves one call.
 */
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { newId, type Sources } from "../../../contracts/ids.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { passwordLength } from "../../../contracts/services/auth.ts";
import { hashPassword, saltBytes, verifyPassword } from "../password-hash.ts";
import { newSessionToken, sessionSeconds } from "../session.ts";
import { d1Adapter } from "./adapter.ts";

export interface EngineParts {
  db: DrizzleD1Database;
  sources: Sources;
  /** The browser's name for itself, kept with the session. */
  userAgent: string;
  /** The organisation in which a user's new session acts. */
  organisationOf(userId: string): Promise<string | undefined>;
}

export interface Entered {
  userId: string;
  /** Given once; only its hash is stored. */
  token: string;
}

export interface Registration {
  userId: string;
  /** Normalised. */
  email: string;
  /** Accepted and normalised. */
  password: string;
  name: string;
  /** Rows that exist if and only if the user does. */
  alongside: BatchItem<"sqlite">[];
}

/** Creates user, credential and first session, with `alongside`, in one batch. A taken address is a `conflict`. */
export async function register(parts: EngineParts, registration: Registration): Promise<Result<Entered>> {
  const { userId, email, password, name, alongside } = registration;
  const engine = engineFor(parts, userId, alongside);
  try {
    const { token } = await engine.api.signUpEmail({ body: { email, password, name }, headers: headersOf(parts) });
    if (token === null) throw new Error("the engine signed up without a session");
    return ok({ userId, token });
  } catch (failure) {
    if (isTaken(failure)) return err("conflict", "There is an account with this address. Sign in instead.");
    throw failure;
  }
}

/** A new session for the right password. The same refusal, after the same work, for an unknown address and a wrong password. */
export async function enter(parts: EngineParts, email: string, password: string): Promise<Result<Entered>> {
  try {
    const { token, user } = await engineFor(parts).api.signInEmail({ body: { email, password }, headers: headersOf(parts) });
    return ok({ userId: user.id, token });
  } catch (failure) {
    if (failure instanceof APIError && failure.statusCode < 500) return err("unauthenticated", "The address or the password is wrong.");
    throw failure;
  }
}

function engineFor({ db, sources, organisationOf }: EngineParts, userId?: string, alongside: BatchItem<"sqlite">[] = []) {
  const newRowId = (model: string) =>
    model === "user" && userId !== undefined ? userId : model === "session" ? newId("session", sources) : crypto.randomUUID();
  return betterAuth({
    // The engine wants both for links and signed cookies, none of which leaves this folder.
    baseURL: "http://localhost",
    secret: newSessionToken(sources),
    database: d1Adapter({ db, newRowId, alongside: () => alongside }),
    advanced: { database: { generateId: ({ model }) => newRowId(model) }, ipAddress: { disableIpTracking: true } },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    session: {
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      additionalFields: { organisation: { type: "string", required: true, input: false } },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: passwordLength.min,
      // The engine counts UTF-16 units; `acceptPassword` has counted code points.
      maxPasswordLength: passwordLength.max * 2,
      password: {
        hash: (password) => hashPassword(password, sources.randomBytes(saltBytes)),
        verify: ({ password, hash }) => verifyPassword(password, hash),
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const organisation = await organisationOf(session.userId);
            return organisation === undefined ? false : { data: { organisation, token: newSessionToken(sources) } };
          },
        },
      },
    },
  });
}

function headersOf({ userAgent }: EngineParts): Headers {
  return new Headers({ "user-agent": userAgent.slice(0, 300) });
}

function isTaken(failure: unknown): boolean {
  if (failure instanceof APIError) return failure.body?.code === "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL";
  // Two sign-ups at once: both saw no account, and the batch of the second broke on the unique column.
  for (let cause = failure; cause instanceof Error; cause = cause.cause) if (cause.message.includes("users.email")) return true;
  return false;
}
