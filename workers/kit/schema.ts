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

/** Replays of an organisation's log into fresh tables: one at a time, the latest stays. */
export const rebuilds = sqliteTable("rebuilds", {
  organisation: text("organisation").primaryKey(),
  /** Id of the replay. */
  run: text("run").notNull(),
  /** Position of the store up to which it has come. */
  position: integer("position").notNull(),
  /** Id of the swap that ended it; null before, empty when it ended without one. */
  swap: text("swap"),
  /** How many swaps there were so far: an event being applied meanwhile notices by it, and begins anew. */
  swaps: integer("swaps").notNull(),
});

/** Events that the replay in progress has seen. */
export const rebuildEvents = sqliteTable(
  "rebuild_events",
  {
    organisation: text("organisation").notNull(),
    eventId: text("event_id").notNull(),
    /** 1 when a projection reads it. */
    handled: integer("handled").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.eventId] })],
);

/** Projection of the events of the service's actors: which there are. */
export const actors = sqliteTable(
  "actors",
  {
    organisation: text("organisation").notNull(),
    kind: text("kind").notNull(),
    id: text("id").notNull(),
    /** Sequence of its latest event here. */
    version: integer("version").notNull(),
    /** RFC 3339, as the two below. */
    createdAt: text("created_at").notNull(),
    lastEventAt: text("last_event_at").notNull(),
    lastEventType: text("last_event_type").notNull(),
    /** Effects out of attempts. */
    deadLetters: integer("dead_letters").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisation, table.kind, table.id] })],
);

/** Projection of the same events: effects of actors that are out of attempts, neither redriven nor discarded since. */
export const deadLetters = sqliteTable(
  "dead_letters",
  {
    organisation: text("organisation").notNull(),
    kind: text("kind").notNull(),
    actorId: text("actor_id").notNull(),
    effectId: text("effect_id").notNull(),
    effectType: text("effect_type").notNull(),
    lane: text("lane").notNull(),
    /** JSON. */
    fault: text("fault").notNull(),
    attempts: integer("attempts").notNull(),
    diedAt: text("died_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.kind, table.actorId, table.effectId] }),
    index("dead_letters_died_at").on(table.organisation, table.kind, table.diedAt),
  ],
);

/** Organisations that were erased. While a row stands here, triggers let no row of the organisation in. */
export const tombstones = sqliteTable("tombstones", {
  organisation: text("organisation").primaryKey(),
  /** Epoch milliseconds. */
  erasedAt: integer("erased_at").notNull(),
});
