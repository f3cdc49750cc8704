/** Tables of the database service: verifications and what they found, and the kit's own. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export { commands, inbox, outbox } from "../kit/schema.ts";

export const verifications = sqliteTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    organisation: text("organisation").notNull(),
    status: text("status", { enum: ["queued", "running", "succeeded", "failed"] }).notNull(),
    message: text("message"),
    /** Services done, and how many there are. */
    done: integer("done").notNull(),
    total: integer("total").notNull(),
    head: integer("head"),
    /** Epoch milliseconds. */
    startedAt: integer("started_at").notNull(),
    finishedAt: integer("finished_at"),
    /** A verification that is not finished by then was cut off. */
    leaseUntil: integer("lease_until").notNull(),
    /** What was found per service so far, JSON. */
    services: text("services").notNull(),
  },
  (table) => [index("verifications_organisation").on(table.organisation, table.startedAt)],
);
