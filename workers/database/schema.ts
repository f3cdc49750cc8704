/** Tables of the database service: its long work, and the kit's own. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { backupGroups, installationWorkKinds } from "../../contracts/services/backups.ts";
import { serviceNames } from "../../contracts/services/common.ts";
import { maintenanceKinds } from "../../contracts/services/database.ts";
import { workStatuses } from "../../contracts/work.ts";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

/** Every kind of long work: of an organisation, or of the installation. */
export const workKinds = [...maintenanceKinds, ...installationWorkKinds] as const;

export const work = sqliteTable(
  "work",
  {
    id: text("id").primaryKey(),
    /** The organisation. Not named so, because the record of an erasure outlives the rows of its organisation. */
    tenant: text("tenant").notNull(),
    kind: text("kind", { enum: workKinds }).notNull(),
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

/** Parts of a backup in progress; its manifest names them in the end. */
export const backupParts = sqliteTable(
  "backup_parts",
  {
    backup: text("backup").notNull(),
    number: integer("number").notNull(),
    section: text("section", { enum: backupGroups }).notNull(),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
  },
  (table) => [primaryKey({ columns: [table.backup, table.number] })],
);

/** Actors that a backup in progress has to read, or that a restore in progress has brought, in the order of being found. */
export const backupActors = sqliteTable(
  "backup_actors",
  {
    place: integer("place").primaryKey({ autoIncrement: true }),
    /** Id of the work. */
    run: text("run").notNull(),
    service: text("service", { enum: serviceNames }).notNull(),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
  },
  (table) => [uniqueIndex("backup_actors_name").on(table.run, table.service, table.kind, table.name)],
);
