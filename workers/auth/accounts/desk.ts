/** What signing up and in have at hand of a request. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Sources } from "../../../contracts/ids.ts";
import type { Result } from "../../../contracts/result.ts";
import type { Mailer } from "../mailer.ts";

export interface Desk {
  db: DrizzleD1Database;
  sources: Sources;
  /** The caller's `User-Agent`. */
  userAgent: string;
  /** Does something after the answer has gone, so that the time it takes tells nothing. */
  later(work: () => Promise<unknown>): void;
  /** Hands e-mails and events on that have just been written. */
  dispatch(): Promise<unknown>;
  /** How this installation sends e-mail, if it does. */
  mailer: Result<Mailer | undefined>;
}
