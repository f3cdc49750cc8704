/** Who is behind a principal. */
import { and, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { principalSchema, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { Me } from "../../../contracts/services/auth.ts";
import { ownerOf } from "../api-keys/acting.ts";
import { lacksFactor } from "../demands.ts";
import { members, organisations, users } from "../schema.ts";

/** The person and organisation behind `principal`; `ofAll`: a second factor is demanded of everybody. */
export async function me(db: DrizzleD1Database, principal: Principal, ofAll: boolean): Promise<Result<Me>> {
  if (principal.kind === "service") return serviceSelf(db, principal);
  const person = await ownerOf(db, principal);
  const [row] = await db
    .select({
      user: { id: users.id, email: users.email, name: users.name, emailVerified: users.emailVerified },
      organisation: { id: organisations.id, name: organisations.name },
      lacking: lacksFactor(ofAll),
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(organisations, eq(organisations.id, members.organisation))
    .where(and(eq(members.organisation, principal.organisation), eq(members.userId, person ?? "")));
  if (!row) return err("not_found", "There is no person behind this principal.");
  const { lacking, ...rest } = row;
  return ok({ principal: principalSchema.parse(principal), ...rest, secondFactorWanted: lacking === 1 });
}

async function serviceSelf(db: DrizzleD1Database, principal: Principal): Promise<Result<Me>> {
  const { id, name } = organisations;
  const [organisation] = await db.select({ id, name }).from(organisations).where(eq(id, principal.organisation));
  return organisation
    ? ok({ principal, organisation, user: null, secondFactorWanted: false })
    : err("not_found", "The organisation is not there any more.");
}
