/** Tables of the database service: its long work, and the kit's own. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { maintenanceKinds } from "../../contracts/services/database.ts";
import { workStatuses } from "../../contracts/work.ts";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

export const work = sqliteTable(
  "work",
  {
    id: text("id").primaryKey(),
    /** The organisation. Not named so, because the record of an erasure outlives the rows of its organisation. */
    tenant: text("tenant").notNull(),
    kind: text("kind", { enum: maintenanceKinds }).notNull(),
    status: text("status", { enum: workStatuses }).notNull(),
    message: text("message"),
    done: integer("done").notNull(),
    total: integer("total").notNull(),
    unit: text("unit").notNull(),
    /** Who started it, JSON. */
    principal: text("principal").notNull(),
    /** From what the next step goes on, JSON; its shape is the kind's own. */
    state: text("state").notNull(),
    /** What came of it so far, JSON. */
    result: text("result"),
    /** Steps that broke one after the other. */
    failures: integer("failures").notNull(),
    /** Epoch milliseconds. */
    startedAt: integer("started_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [index("work_tenant").on(table.tenant, table.startedAt)],
);
