/**
 * Sending e-mail. A mail is a row that is written with what it is about; it goes when the provider has taken it, and is tried again until
 * then. With a local outbox it stays, to be read there.
 */
import { asc, desc, eq, inArray, lt, lte } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { newId, type Sources } from "../../contracts/ids.ts";
import { authorizeOperator, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Mail } from "../../contracts/services/mail.ts";
import { log } from "../kit/log.ts";
import type { Letter } from "./domain/letters.ts";
import { isLoopback, mailRoute, siteOf, type MailRoute, type MailVariables } from "./domain/mail-settings.ts";
import type { AuthEnv } from "./environment.ts";
import { mails } from "./schema.ts";
import { seal, unseal } from "./sealing.ts";

/** After so long an e-mail is given up; its link has run out. */
const keptMs = 24 * 3_600_000;
const firstPauseMs = 30_000;
const patienceMs = 10_000;
const perRound = 20;

/** Settings of e-mail, and the key that seals what waits. */
type Variables = MailVariables & Pick<AuthEnv, "AUTH_SECRET">;

/** What a request that wants to send needs. */
export interface Mailer {
  /** Beginning of links. */
  site: string;
  /** The row of an e-mail, for the batch of what it is about. Its text, which may hold a link, is sealed where the installation has a key. */
  mail(to: string, letter: Letter): Promise<BatchItem<"sqlite">[]>;
}

/** The mailer of this installation; undefined when it sends no e-mail, a fault when its settings are wrong. */
export function mailerOf(db: DrizzleD1Database, sources: Sources, variables: Variables, requestUrl: string): Result<Mailer | undefined> {
  const route = mailRoute(variables);
  if (!route.ok) return route;
  if (route.value.kind === "none") return ok(undefined);
  const site = siteOf(variables, requestUrl);
  if (!site.ok) return site;
  const key = variables.AUTH_SECRET;
  const mail: Mailer["mail"] = async (recipient, { subject, text: clear }) => {
    const [id, createdAt] = [newId("mail", sources), new Date(sources.now())];
    const sealed = await seal(key, sources, clear, id, "mail");
    const text = sealed.ok ? sealed.value : clear;
    return [db.insert(mails).values({ id, recipient, subject, text, sealed: sealed.ok, createdAt, attempts: 0, nextAt: createdAt })];
  };
  return ok({ site: site.value, mail });
}

/** What needs e-mail says so where there is none. */
export const noMailer = err("unavailable", "This installation sends no e-mail. Ask whoever runs it.", { retryable: false });

/** Hands waiting e-mails over; answers how many were taken. What fails is tried again, each time after twice as long. */
export async function sendMails(db: DrizzleD1Database, variables: Variables, now: number): Promise<number> {
  const route = mailRoute(variables);
  await db.delete(mails).where(lt(mails.createdAt, new Date(now - keptMs)));
  if (!route.ok || route.value.kind !== "provider") return 0;
  const { value: provider } = route;
  const due = await db
    .select()
    .from(mails)
    .where(lte(mails.nextAt, new Date(now)))
    .orderBy(asc(mails.nextAt))
    .limit(perRound);
  const [first, ...rest] = due.map((row) =>
    db
      .update(mails)
      .set({ attempts: row.attempts + 1, nextAt: new Date(now + firstPauseMs * 2 ** Math.min(row.attempts, 8)) })
      .where(eq(mails.id, row.id)),
  );
  if (!first) return 0;
  // Written before it is sent: whoever comes meanwhile leaves these alone, and a crash only sends later.
  await db.batch([first, ...rest]);
  const taken = await Promise.all(due.map(async (row) => ((await handOver(provider, row, await textOf(variables, row))) ? [row.id] : [])));
  const ids = taken.flat();
  if (ids.length > 0) await db.delete(mails).where(inArray(mails.id, ids));
  return ids.length;
}

/** E-mails of the local outbox, the newest first. Only for an operator on the machine itself, and only where the outbox is the way of e-mail. */
export async function listMails(
  db: DrizzleD1Database,
  variables: Variables,
  requestUrl: string,
  principal: Principal,
): Promise<Result<Mail[]>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const route = mailRoute(variables);
  if (!route.ok || route.value.kind !== "outbox" || !isLoopback(requestUrl)) return err("not_found", "There is no local outbox here.");
  const rows = await db.select().from(mails).orderBy(desc(mails.createdAt), desc(mails.id)).limit(50);
  return ok(
    await Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        to: row.recipient,
        subject: row.subject,
        text: (await textOf(variables, row)) ?? unreadable,
        createdAt: row.createdAt.toISOString(),
      })),
    ),
  );
}

const unreadable = "This e-mail was sealed with another AUTH_SECRET and cannot be read any more. Ask for a new one.";

/** The text of an e-mail; undefined when it was sealed with another key. */
async function textOf({ AUTH_SECRET }: Variables, { id, text, sealed }: typeof mails.$inferSelect): Promise<string | undefined> {
  return sealed ? unseal(AUTH_SECRET, text, id, "mail") : text;
}

async function handOver(
  { url, key, from }: MailRoute & { kind: "provider" },
  mail: typeof mails.$inferSelect,
  text: string | undefined,
): Promise<boolean> {
  try {
    if (text === undefined) throw new Error(unreadable);
    const answer = await fetch(url, {
      method: "POST",
      // The provider takes the same key once, should our note of its answer be lost.
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": mail.id },
      body: JSON.stringify({ from, to: [mail.recipient], subject: mail.subject, text }),
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return true;
    log("error", { mail: mail.id, attempt: mail.attempts + 1, status: answer.status });
  } catch (cause) {
    log("error", { mail: mail.id, attempt: mail.attempts + 1, message: String(cause) });
  }
  return false;
}
