/** Tables of the marketing database. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

/** Marketing plans; they never change. */
export const plans = sqliteTable(
  "plans",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    nicheId: text("niche_id").notNull(),
    /** What lists show, JSON. */
    summary: text("summary").notNull(),
    /** The whole plan with its texts, JSON. */
    plan: text("plan").notNull(),
    /** Epoch milliseconds. */
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.id] }),
    index("plans_by_niche").on(table.organisation, table.nicheId, table.id),
  ],
);
