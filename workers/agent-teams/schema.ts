/** Tables of the agent-teams database. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export { actors, commands, deadLetters, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

/** Teams never change: a new configuration is a new team. */
export const teams = sqliteTable(
  "teams",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    /** The whole team, JSON. */
    team: text("team").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.id] })],
);

/** Projection of the runs' events, for lists; a run itself is read from its actor. */
export const runs = sqliteTable(
  "runs",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    teamId: text("team_id").notNull(),
    teamName: text("team_name").notNull(),
    nicheId: text("niche_id").notNull(),
    status: text("status").notNull(),
    stepsDone: integer("steps_done").notNull(),
    message: text("message"),
    startedAt: text("started_at").notNull(),
    finishedAt: text("finished_at"),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.id] }), index("runs_by_niche").on(table.organisation, table.nicheId)],
);
