/** Questions that wait for an answer: each is answered once, within minutes, by whoever has its token. */
import { and, eq, gt, lt } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Sources } from "../../contracts/ids.ts";
import { err } from "../../contracts/result.ts";
import { secondStepMinutes } from "../../contracts/services/factors.ts";
import { newToken } from "./one-time-token.ts";
import { challenges, type ChallengePurpose } from "./schema.ts";

export type Challenge = typeof challenges.$inferSelect;

export const challengeOver = err("unauthenticated", "This took too long, or was answered before. Begin again.");

export interface NewChallenge {
  purpose: ChallengePurpose;
  userId?: string | undefined;
  data?: Record<string, string>;
}

/** Writes a question down; sweeps those whose time is over. */
export async function ask(db: DrizzleD1Database, sources: Sources, { purpose, userId, data = {} }: NewChallenge) {
  const token = newToken(sources);
  const now = sources.now();
  const expiresAt = new Date(now + secondStepMinutes * 60_000);
  await db.batch([
    db.delete(challenges).where(lt(challenges.expiresAt, new Date(now))),
    db.insert(challenges).values({ digest: await sha256Hex(token), purpose, userId: userId ?? null, data, expiresAt }),
  ]);
  return { token, expiresAt };
}

/** The open question with this token. */
export async function asked(db: DrizzleD1Database, purpose: ChallengePurpose, token: string, now: number): Promise<Challenge | undefined> {
  const open = and(eq(challenges.purpose, purpose), gt(challenges.expiresAt, new Date(now)));
  const [row] = await db
    .select()
    .from(challenges)
    .where(and(eq(challenges.digest, await sha256Hex(token)), open));
  return row;
}

/** Takes the question away at once, whatever the answer is worth; undefined when another was faster. */
export async function take(db: DrizzleD1Database, purpose: ChallengePurpose, token: string, now: number): Promise<Challenge | undefined> {
  const open = and(eq(challenges.purpose, purpose), gt(challenges.expiresAt, new Date(now)));
  const [row] = await db
    .delete(challenges)
    .where(and(eq(challenges.digest, await sha256Hex(token)), open))
    .returning();
  return row;
}

/** Ends the question; for the batch of what the answer opens. */
export function answered(db: DrizzleD1Database, { digest }: Challenge): BatchItem<"sqlite"> {
  return db.delete(challenges).where(eq(challenges.digest, digest));
}
