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
    /** What the score was made from besides the name, JSON: with it a list shows scores by other weights. Null in rows of before it was kept. */
    inputs: text("inputs"),
    /** Expected score of each factor, from which lists are ordered by whatever weights; null like `inputs`. */
    marketSize: real("market_size"),
    growthRate: real("growth_rate"),
    competition: real("competition"),
    problemSeverity: real("problem_severity"),
    solutionFeasibility: real("solution_feasibility"),
    monetizationPotential: real("monetization_potential"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.id] }),
    index("niches_by_score").on(table.organisation, table.score, table.id),
    index("niches_by_parent").on(table.organisation, table.parentId),
  ],
);

/** What the six factors count for, for an organisation that set it; none: the product's own weights. */
export const opportunityWeights = sqliteTable("opportunity_weights", {
  organisation: text("organisation").primaryKey(),
  /** 1 with the first change. */
  version: integer("version").notNull(),
  /** Weights, where they come from and the judgements behind them, JSON. */
  chosen: text("chosen").notNull(),
  setBy: text("set_by").notNull(),
  setAt: text("set_at").notNull(),
});

/** Random text of an organisation that goes into the hashes of its authors' names, and nowhere else. */
export const authorSalts = sqliteTable("author_salts", { organisation: text("organisation").primaryKey(), salt: text("salt").notNull() });
