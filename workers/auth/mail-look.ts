/** Whether e-mail leaves, for the health of the service. */
import { count, lt, max, min } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Look } from "../kit/health.ts";
import { mailRoute, type MailVariables } from "./domain/mail-settings.ts";
import { mails } from "./schema.ts";

/** By then an e-mail has been tried five times. */
const longMs = 15 * 60_000;

/** Says that the settings of e-mail are wrong, or how many e-mails have waited for long. A local outbox keeps what it has. */
export function mailLook(db: DrizzleD1Database, variables: MailVariables, now: number): Look {
  return {
    what: "E-mail",
    look: async () => {
      const route = mailRoute(variables);
      if (!route.ok) return [route.error.detail];
      if (route.value.kind !== "provider") return [];
      const [late] = await db
        .select({ mails: count(), oldest: min(mails.createdAt), attempts: max(mails.attempts) })
        .from(mails)
        .where(lt(mails.createdAt, new Date(now - longMs)));
      if (!late?.oldest) return [];
      const minutes = Math.floor((now - late.oldest.getTime()) / 60_000);
      const they = late.mails === 1 ? "An e-mail has" : `${late.mails} e-mails have`;
      return [
        `${they} not left, the oldest for ${minutes} minutes, after up to ${late.attempts} attempts; after 24 hours one is given up.`,
      ];
    },
  };
}
