/** Where a person is who has not chosen: the organisation that they joined first, or one of their own. */
import { asc, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { members, users } from "../schema.ts";

/** The organisation that the person joined first. */
export async function firstOrganisation(db: DrizzleD1Database, userId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: members.organisation })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt))
    .limit(1);
  return row?.id;
}

/** What an organisation is called that nobody has named. */
export async function ownName(db: DrizzleD1Database, userId: string): Promise<string> {
  const [user] = await db.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return `${user?.name ?? "Founder"}'s company`.slice(0, 100);
}
