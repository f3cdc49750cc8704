/** Tables of the monetization database. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

/** Price recommendations; they never change. */
export const prices = sqliteTable(
  "prices",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    nicheId: text("niche_id"),
    /** The whole recommendation, JSON. */
    recommendation: text("recommendation").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.id] }),
    index("prices_by_niche").on(table.organisation, table.nicheId, table.id),
  ],
);

/** Revenue projections; they never change. */
export const projections = sqliteTable(
  "projections",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    nicheId: text("niche_id"),
    /** What lists show, JSON. */
    summary: text("summary").notNull(),
    /** The whole projection with its fan, JSON. */
    projection: text("projection").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.id] }),
    index("projections_by_niche").on(table.organisation, table.nicheId, table.id),
  ],
);
