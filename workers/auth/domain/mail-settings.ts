/** How this installation sends e-mail, from its settings. Pure. */
import * as z from "zod";
import { err, ok, type Result } from "../../../contracts/result.ts";

export interface MailVariables {
  PUBLIC_URL?: string;
  MAIL_OUTBOX?: string;
  MAIL_URL?: string;
  MAIL_KEY?: string;
  MAIL_FROM?: string;
}

/** Where e-mails go. `none`: nobody has configured any, and what needs e-mail is not there. */
export type MailRoute = { kind: "none" } | { kind: "outbox" } | { kind: "provider"; url: string; key: string; from: string };

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a request came to this machine by one of its own names. */
export function isLoopback(url: string): boolean {
  return loopback.has(new URL(url).hostname);
}

/** The way of e-mails, or `unavailable` naming the setting that is wrong. A provider wins over the outbox. */
export function mailRoute({ MAIL_OUTBOX, MAIL_URL, MAIL_KEY, MAIL_FROM }: MailVariables): Result<MailRoute> {
  if (MAIL_URL !== undefined && MAIL_URL !== "") {
    const url = z.url().safeParse(MAIL_URL).data;
    if (url === undefined || !(url.startsWith("https://") || isLoopback(url))) return misset("MAIL_URL must be an https address");
    if (!MAIL_KEY) return misset("MAIL_KEY is missing");
    if (!MAIL_FROM?.includes("@")) return misset("MAIL_FROM must be the sender's address");
    return ok({ kind: "provider", url, key: MAIL_KEY, from: MAIL_FROM });
  }
  return ok({ kind: MAIL_OUTBOX === "true" ? "outbox" : "none" });
}

/**
 * The beginning of links in e-mails. Never taken from a request that came from outside: whoever sends it chooses its `Host`, and the link
 * would go there (password reset poisoning).
 */
export function siteOf({ PUBLIC_URL }: MailVariables, requestUrl: string): Result<string> {
  if (PUBLIC_URL !== undefined && PUBLIC_URL !== "") {
    const url = z.url({ protocol: /^https?$/ }).safeParse(PUBLIC_URL).data;
    return url === undefined ? misset("PUBLIC_URL must be the address of this installation") : ok(url.replace(/\/+$/, ""));
  }
  return isLoopback(requestUrl) ? ok(new URL(requestUrl).origin) : misset("PUBLIC_URL is missing");
}

function misset(what: string) {
  return err("unavailable", `This installation cannot send e-mail: ${what}.`, { retryable: false });
}
