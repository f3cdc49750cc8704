/** What is demanded of members before they may do anything: a second factor, by their organisation or by the whole installation. */
import { sql } from "drizzle-orm";
import type { AuthEnv } from "./environment.ts";
import { members, organisations, passkeys, totpFactors } from "./schema.ts";

/** Whether the installation demands a second factor of everybody. Only the word `false` switches it off: a slip of the pen must not. */
export function demandedOfAll({ SECOND_FACTOR_REQUIRED }: Pick<AuthEnv, "SECOND_FACTOR_REQUIRED">): boolean {
  return SECOND_FACTOR_REQUIRED !== "false";
}

/**
 * In a query of members and their organisations: 1 for a member who lacks what is demanded. Such a member has their role and none of its
 * permissions, which leaves what every person may do for themselves: setting a second factor up, going elsewhere, leaving.
 */
export const lacksFactor = (ofAll: boolean) => sql<number>`((${ofAll ? 1 : 0} = 1 OR ${organisations.secondFactorRequired} = 1)
  AND NOT EXISTS (SELECT 1 FROM ${totpFactors} AS f WHERE f.user_id = ${members.userId} AND f.confirmed_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM ${passkeys} AS k WHERE k.user_id = ${members.userId}))`;
