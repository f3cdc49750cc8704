/** Tables of the AI Models service. Nodes and models belong to the installation, so nothing here has a tenant. */
import { modelTasks } from "../../contracts/node-protocol.ts";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export { commands, inbox, outbox, rebuildEvents, rebuilds, tombstones } from "../kit/schema.ts";

/** Every node that ever joined: what must survive the loss of the pool. */
export const nodes = sqliteTable("nodes", {
  id: text("id").primaryKey(),
  name: text("name").notNull().unique(),
  url: text("url").notNull(),
  device: text("device").notNull(),
  /** Hexadecimal HMAC key of this epoch. Never leaves the service but in the answer to the join. */
  key: text("key").notNull(),
  epoch: integer("epoch").notNull(),
  /** What it offered when it joined, JSON `[{name, version}]`. */
  models: text("models").notNull(),
  joinedAt: integer("joined_at").notNull(),
  /** Epoch milliseconds; written at joins and about once a minute, the pool knows better. */
  lastSeenAt: integer("last_seen_at").notNull(),
});

export const models = sqliteTable("models", {
  id: text("id").primaryKey(),
  name: text("name").notNull().unique(),
  registeredAt: integer("registered_at").notNull(),
});

/** Immutable: rows are only added. */
export const versions = sqliteTable(
  "versions",
  {
    modelId: text("model_id").notNull(),
    /** Digest of the prepared files. */
    version: text("version").notNull(),
    task: text("task", { enum: modelTasks }).notNull(),
    dimensions: integer("dimensions").notNull(),
    maxTokens: integer("max_tokens").notNull(),
    /** Of a classifier, JSON list of texts in the order of its answers. */
    labels: text("labels", { mode: "json" }).$type<string[]>(),
    registeredAt: integer("registered_at").notNull(),
    /** The node that brought it. */
    nodeId: text("node_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.version] })],
);

/** Names that can be moved from version to version. */
export const aliases = sqliteTable("aliases", {
  alias: text("alias").primaryKey(),
  modelId: text("model_id").notNull(),
  version: text("version").notNull(),
  /** Set by a person: no joining node moves it. */
  pinned: integer("pinned", { mode: "boolean" }).notNull(),
  movedAt: integer("moved_at").notNull(),
});

/**
 * Numbers given to events, per subject. Its key is what makes two writers who read the same state collide: the batch of the later one
 * fails as a whole and is decided again. Outbox rows cannot serve for that, they leave.
 */
export const subjectSequences = sqliteTable(
  "subject_sequences",
  { subject: text("subject").notNull(), sequence: integer("sequence").notNull() },
  (table) => [primaryKey({ columns: [table.subject, table.sequence] })],
);
