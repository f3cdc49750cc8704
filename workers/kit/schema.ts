/** Tables that every service's own database has: re-export them from the service's `schema.ts`. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Events written together with the rows they speak of, until the event store has them. */
export const outbox = sqliteTable(
  "outbox",
  {
    subject: text("subject").notNull(),
    sequence: integer("sequence").notNull(),
    /** The whole envelope, JSON. */
    envelope: text("envelope").notNull(),
    /** Epoch milliseconds of the last hand-over to the queue; null before the first. */
    sentAt: integer("sent_at"),
  },
  (table) => [primaryKey({ columns: [table.subject, table.sequence] })],
);

/** Ids of the events already applied to this database, so that a repeated delivery changes nothing. */
export const inbox = sqliteTable("inbox", { eventId: text("event_id").primaryKey(), appliedAt: integer("applied_at").notNull() });

/** Recorded answers of commands: the same id gets the same answer. */
export const commands = sqliteTable(
  "commands",
  {
    organisation: text("organisation").notNull(),
    id: text("id").notNull(),
    /** SHA-256 of method and input: the same id with another input is refused. */
    fingerprint: text("fingerprint").notNull(),
    /** The value returned, JSON. */
    value: text("value").notNull(),
    recordedAt: integer("recorded_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.id] }), index("commands_recorded_at").on(table.recordedAt)],
);
