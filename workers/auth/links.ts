/** What links in e-mails open: each once, until it runs out, and only the newest of its kind. */
import { and, eq, gt, lt, or } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Sources } from "../../contracts/ids.ts";
import { err } from "../../contracts/result.ts";
import { linkMinutes, type LinkPurpose } from "../../contracts/services/mail.ts";
import { newToken } from "./one-time-token.ts";
import { oneTimeTokens, type PendingSignUp } from "./schema.ts";

export type Link = typeof oneTimeTokens.$inferSelect;

export const linkOver = err("not_found", "This link is not open: it was used, has run out, or a newer one took its place.");

export interface NewLink {
  purpose: LinkPurpose;
  /** Normalised. */
  email: string;
  userId?: string;
  data?: PendingSignUp;
}

/** A token and the statements that make it the only open one of its purpose and address. Sweeps those that have run out. */
export async function newLink(db: DrizzleD1Database, sources: Sources, { purpose, email, userId, data }: NewLink) {
  const token = newToken(sources);
  const now = sources.now();
  const older = and(eq(oneTimeTokens.email, email), eq(oneTimeTokens.purpose, purpose));
  const statements: BatchItem<"sqlite">[] = [
    db.delete(oneTimeTokens).where(or(older, lt(oneTimeTokens.expiresAt, new Date(now)))),
    db.insert(oneTimeTokens).values({
      digest: await sha256Hex(token),
      purpose,
      email,
      userId: userId ?? null,
      data: data ?? null,
      expiresAt: new Date(now + linkMinutes[purpose] * 60_000),
    }),
  ];
  return { token, statements };
}

/** The open link with this token. */
export async function openLink(db: DrizzleD1Database, purpose: LinkPurpose, token: string, now: number): Promise<Link | undefined> {
  const digest = await sha256Hex(token);
  const open = and(eq(oneTimeTokens.digest, digest), eq(oneTimeTokens.purpose, purpose), gt(oneTimeTokens.expiresAt, new Date(now)));
  const [row] = await db.select().from(oneTimeTokens).where(open);
  return row;
}

/** Ends the link; for the batch of what it opens. */
export function usedLink(db: DrizzleD1Database, { digest }: Link): BatchItem<"sqlite"> {
  return db.delete(oneTimeTokens).where(eq(oneTimeTokens.digest, digest));
}
