/** What all routes of the auth service find in a request. */
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { systemSources } from "../../../contracts/ids.ts";
import type { Result } from "../../../contracts/result.ts";
import { sessionCookie, type AuthService } from "../../../contracts/services/auth.ts";
import type { ServiceContext } from "../../kit/app.ts";
import { log } from "../../kit/log.ts";
import { answer, problem } from "../../kit/problem.ts";
import type { Desk } from "../accounts/desk.ts";
import type { Admission } from "../accounts/entering.ts";
import type { Ledger } from "../audit.ts";
import type { AuthEnv } from "../environment.ts";
import { siteOf } from "../domain/mail-settings.ts";
import { mailerOf } from "../mailer.ts";
import { partyOf, type Party } from "../passkeys.ts";
import { cookieOf } from "../session.ts";
import type { Standing } from "../sessions.ts";

export type RouteEnv = AuthEnv & { SELF: Pick<AuthService, "drainOutbox"> };
export type RouteContext = Context<ServiceContext<RouteEnv>>;

export function databaseOf(c: RouteContext) {
  return drizzle(c.env.AUTH_DB);
}

export function deskOf(c: RouteContext): Desk {
  const db = databaseOf(c);
  return {
    db,
    sources: systemSources,
    mailer: mailerOf(db, systemSources, c.env, c.req.url),
    dispatch: () => c.env.SELF.drainOutbox(),
    userAgent: c.req.header("user-agent") ?? "",
    later: (work) =>
      c.executionCtx.waitUntil(behind(work).catch((cause: unknown) => log("error", { path: c.req.path, message: String(cause) }))),
  };
}

/** Does `work` when the answer has gone for sure, at a moment that nobody knows: begun at once it would slow the answer, and tell that there was something to do. */
async function behind(work: () => Promise<unknown>): Promise<unknown> {
  const [random = 0] = systemSources.randomBytes(1);
  await sleep(100 + 2 * random);
  return work();
}

/** Where passkeys of this installation belong. */
export function partyIn(c: RouteContext): Result<Party> {
  return partyOf(siteOf(c.env, c.req.url));
}

/** The session that the request comes with, and whose it is. */
export function standingOf(c: RouteContext): Standing {
  return { principal: c.var.principal, token: tokenOf(c) };
}

/** The log of the caller's organisation. */
export function ledgerOf(c: RouteContext): Ledger {
  return { db: databaseOf(c), sources: systemSources, organisation: c.var.principal.organisation };
}

/** Token of the session that the request comes with. */
export function tokenOf(c: RouteContext): string | undefined {
  return getCookie(c, sessionCookie);
}

/** A sign-in as an answer: who signed in, and the cookie. */
export function admitted(c: RouteContext, admission: Result<Admission>, status: 200 | 201): Response {
  if (!admission.ok) return problem(c, admission.error);
  sendEvents(c);
  return c.json(admission.value.signedIn, status, { "set-cookie": cookieOf(admission.value.token), "cache-control": "no-store" });
}

/** The result of a change, whose events are handed on. */
export function changed<T>(c: RouteContext, result: Result<T>, status: 200 | 201 = 200): Response {
  if (result.ok) sendEvents(c);
  return answer(c, result, status, { "cache-control": "no-store" });
}

/** The same for a change that has nothing to say. */
export function done(c: RouteContext, result: Result<unknown>, headers: Record<string, string> = {}): Response {
  if (!result.ok) return problem(c, result.error);
  sendEvents(c);
  return c.body(null, 204, headers);
}

/** An answer that says only that something will happen, or would. */
export function accepted<T>(c: RouteContext, result: Result<T>): Response {
  if (!result.ok) return problem(c, result.error);
  sendEvents(c);
  return c.json(result.value, 202, { "cache-control": "no-store" });
}

/** Hands fresh events and e-mails on without letting the caller wait; what fails here is sent again by the bus's regular round. */
export function sendEvents(c: RouteContext): void {
  c.executionCtx.waitUntil(c.env.SELF.drainOutbox());
}
