/** Tables of the niche-analysis database. */
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export { actors, commands, deadLetters, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

/** Projection of the niches' events, for lists; a niche itself is read from its actor. */
export const niches = sqliteTable(
  "niches",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    parentId: text("parent_id"),
    status: text("status").notNull(),
    done: integer("done").notNull(),
    total: integer("total").notNull(),
    unit: text("unit").notNull(),
    message: text("message"),
    evidenceCount: integer("evidence_count").notNull(),
    themeCount: integer("theme_count").notNull(),
    /** Labels of the first themes, JSON. */
    topThemes: text("top_themes").notNull(),
    /** Null until scored, like the four below. */
    score: real("score"),
    low: real("low"),
    high: real("high"),
    band: text("band"),
    assessment: text("assessment"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.id] }),
    index("niches_by_score").on(table.organisation, table.score, table.id),
    index("niches_by_parent").on(table.organisation, table.parentId),
  ],
);

/** Random text of an organisation that goes into the hashes of its authors' names, and nowhere else. */
export const authorSalts = sqliteTable("author_salts", { organisation: text("organisation").primaryKey(), salt: text("salt").notNull() });
