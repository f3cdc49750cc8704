/** What an organisation demands of its members before they may do anything in it: a second factor. */
import { sql } from "drizzle-orm";
import { members, organisations, passkeys, totpFactors } from "./schema.ts";

/**
 * In a query of members and their organisations: 1 for a member who lacks what is demanded. Such a member has their role and none of its
 * permissions, which leaves what every person may do for themselves: setting a second factor up, going elsewhere, leaving.
 */
export const lacksFactor = sql<number>`(${organisations.secondFactorRequired} = 1
  AND NOT EXISTS (SELECT 1 FROM ${totpFactors} AS f WHERE f.user_id = ${members.userId} AND f.confirmed_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM ${passkeys} AS k WHERE k.user_id = ${members.userId}))`;
