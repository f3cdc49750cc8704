/** Tables of the event bus: the store of all events, its archive's index, what it refused, webhooks, and the kit's own. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

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

/** Pieces of the store that moved to the bucket: every position up to the highest `last` is in one of them, or was deleted for good. */
export const archiveSegments = sqliteTable("archive_segments", {
  /** Positions of its first and last event, both included. */
  first: integer("first").primaryKey(),
  last: integer("last").notNull(),
  /** Of the object in the bucket. */
  key: text("key").notNull(),
  /** UTC day of its events, `2026-10-18`. */
  day: text("day").notNull(),
  events: integer("events").notNull(),
  /** SHA-256 of the NDJSON before it was compressed, hexadecimal. */
  sha256: text("sha256").notNull(),
  /** Epoch milliseconds. */
  archivedAt: integer("archived_at").notNull(),
  /** Epoch milliseconds when retention deleted the object; 0 while it is being deleted. Its events are gone. */
  deletedAt: integer("deleted_at"),
});

/** What stands in which segment, so that a reader opens no segment in vain. */
export const archiveContents = sqliteTable(
  "archive_contents",
  {
    organisation: text("organisation").notNull(),
    type: text("type").notNull(),
    /** The segment. */
    first: integer("first").notNull(),
    events: integer("events").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.type, table.first] }), index("archive_contents_first").on(table.first)],
);

/** How far a subject had come when its events moved out: the next one still has to follow on. */
export const archivedSubjects = sqliteTable("archived_subjects", {
  subject: text("subject").primaryKey(),
  sequence: integer("sequence").notNull(),
  /** Positions of its first and last archived event. */
  firstPosition: integer("first_position").notNull(),
  lastPosition: integer("last_position").notNull(),
});

/** Webhook endpoints: the truth about their configuration. How far each is, its actor knows. */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    id: text("id").primaryKey(),
    organisation: text("organisation").notNull(),
    url: text("url").notNull(),
    description: text("description").notNull(),
    /** JSON list of event types; empty means all. */
    types: text("types").notNull(),
    enabled: integer("enabled").notNull(),
    disabledReason: text("disabled_reason"),
    disabledAt: integer("disabled_at"),
    startPosition: integer("start_position").notNull(),
    secret: text("secret").notNull(),
    previousSecret: text("previous_secret"),
    previousUntil: integer("previous_until"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("webhook_endpoints_organisation").on(table.organisation, table.id)],
);
