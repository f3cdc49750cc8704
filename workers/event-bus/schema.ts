/** Tables of the event bus: the store of all events, what it refused, and the kit's own. */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export { commands, inbox, outbox } from "../kit/schema.ts";

/** All events of all tenants, in one order, never changed. */
export const events = sqliteTable(
  "events",
  {
    /** Given in the order of commits: D1 runs one writing transaction at a time, so no position appears behind a reader. */
    position: integer("position").primaryKey({ autoIncrement: true }),
    id: text("id").notNull(),
    subject: text("subject").notNull(),
    sequence: integer("sequence").notNull(),
    type: text("type").notNull(),
    dataversion: integer("dataversion").notNull(),
    source: text("source").notNull(),
    organisation: text("organisation").notNull(),
    /** Epoch milliseconds. */
    time: integer("time").notNull(),
    causationid: text("causationid"),
    /** JSON. */
    data: text("data").notNull(),
  },
  (table) => [
    uniqueIndex("events_id").on(table.id),
    uniqueIndex("events_subject_sequence").on(table.subject, table.sequence),
    index("events_organisation_position").on(table.organisation, table.position),
  ],
);

/** Messages that the store refused, until the same event is accepted. */
export const rejectedEvents = sqliteTable(
  "rejected_events",
  {
    /** The event's id, or the digest of a message that has none. */
    key: text("key").primaryKey(),
    eventId: text("event_id"),
    subject: text("subject").notNull(),
    type: text("type").notNull(),
    source: text("source").notNull(),
    organisation: text("organisation").notNull(),
    reason: text("reason").notNull(),
    /** The message as it came, JSON. */
    body: text("body").notNull(),
    /** Epoch milliseconds. */
    firstAt: integer("first_at").notNull(),
    lastAt: integer("last_at").notNull(),
    times: integer("times").notNull(),
  },
  (table) => [index("rejected_events_organisation").on(table.organisation, table.lastAt)],
);
