/** Tables of the AI Models service. Nodes and models belong to the installation; only what somebody used has a tenant. */
import { modelTasks } from "../../contracts/node-protocol.ts";
import type { FallbackPolicy } from "../../contracts/model-fallback.ts";
import type { ModelManifest } from "../../contracts/model-manifest.ts";
import { alertStates, resolutions } from "../../contracts/services/model-monitor.ts";
import { aliasChanges as changes } from "../../contracts/services/model-registry.ts";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

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
  /** The one-time token with which it joined; null: with the installation's. */
  joinTokenId: text("join_token_id"),
  /** Since when an operator keeps new calls away from it. */
  drainedAt: integer("drained_at"),
  /** When it said that it ends; null from its next join on. */
  leftAt: integer("left_at"),
});

/** One-time tokens with which nodes join. */
export const joinTokens = sqliteTable(
  "join_tokens",
  {
    id: text("id").primaryKey(),
    /** SHA-256 of the token, hexadecimal. */
    digest: text("digest").notNull(),
    /** The name that may join with it; null until it is said, or until the first join. */
    nodeName: text("node_name"),
    note: text("note"),
    issuedAt: integer("issued_at").notNull(),
    /** The first join must come before. */
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [uniqueIndex("join_tokens_by_digest").on(table.digest)],
);

export const models = sqliteTable("models", {
  id: text("id").primaryKey(),
  name: text("name").notNull().unique(),
  registeredAt: integer("registered_at").notNull(),
});

/** What a version computes never changes. What it is called and whether it is retired is said later, once. */
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
    /** Its semantic version. */
    release: text("release"),
    manifest: text("manifest", { mode: "json" }).$type<ModelManifest>(),
    retiredAt: integer("retired_at"),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.version] }), uniqueIndex("versions_by_release").on(table.modelId, table.release)],
);

/** Names that can be moved from version to version. */
export const aliases = sqliteTable("aliases", {
  alias: text("alias").primaryKey(),
  modelId: text("model_id").notNull(),
  version: text("version").notNull(),
  /** Set by a person: no joining node moves it. */
  pinned: integer("pinned", { mode: "boolean" }).notNull(),
  movedAt: integer("moved_at").notNull(),
  /** The version that a share of organisations gets; all three or none. */
  canaryModelId: text("canary_model_id"),
  canaryVersion: text("canary_version"),
  canaryPercent: real("canary_percent"),
  fallback: text("fallback", { mode: "json" }).$type<FallbackPolicy>(),
});

/** What every alias has meant: rows are only added. */
export const aliasChanges = sqliteTable(
  "alias_changes",
  {
    alias: text("alias").notNull(),
    /** Counts the changes of the alias from 1. */
    number: integer("number").notNull(),
    at: integer("at").notNull(),
    change: text("change", { enum: changes }).notNull(),
    modelId: text("model_id").notNull(),
    version: text("version").notNull(),
    canaryModelId: text("canary_model_id"),
    canaryVersion: text("canary_version"),
    canaryPercent: real("canary_percent"),
    /** Number of the change that a roll back leads to. */
    back: integer("back"),
    by: text("by"),
  },
  (table) => [primaryKey({ columns: [table.alias, table.number] })],
);

/**
 * Numbers given to events, per subject. Its key is what makes two writers who read the same state collide: the batch of the later one
 * fails as a whole and is decided again. Outbox rows cannot serve for that, they leave.
 */
export const subjectSequences = sqliteTable(
  "subject_sequences",
  { subject: text("subject").notNull(), sequence: integer("sequence").notNull() },
  (table) => [primaryKey({ columns: [table.subject, table.sequence] })],
);

/**
 * What was measured of models, in buckets of a minute (kept a day) and an hour (kept 90 days). A row is what one isolate, the shard,
 * counted; the shards of an hour are put together into one, the empty name, some minutes after it has ended.
 */
export const modelMetrics = sqliteTable(
  "model_metrics",
  {
    resolution: text("resolution", { enum: resolutions }).notNull(),
    /** Epoch milliseconds at which it begins. */
    bucket: integer("bucket").notNull(),
    model: text("model").notNull(),
    version: text("version").notNull(),
    /** Id of the node that was tried; empty for calls as their callers saw them. */
    node: text("node").notNull(),
    shard: text("shard").notNull(),
    /** JSON, see `domain/monitor/tally.ts`. */
    tally: text("tally").notNull(),
  },
  (table) => [primaryKey({ columns: [table.resolution, table.bucket, table.model, table.version, table.node, table.shard] })],
);

/** What every caller used, by the hour; shards as above. */
export const modelUsage = sqliteTable(
  "model_usage",
  {
    organisation: text("organisation").notNull(),
    bucket: integer("bucket").notNull(),
    /** Kind and id of the principal. */
    kind: text("kind").notNull(),
    id: text("id").notNull(),
    model: text("model").notNull(),
    shard: text("shard").notNull(),
    requests: integer("requests").notNull(),
    errors: integer("errors").notNull(),
    tokens: integer("tokens").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisation, table.bucket, table.kind, table.id, table.model, table.shard] }),
    index("model_usage_by_bucket").on(table.bucket),
  ],
);

/** When to warn, and whether it is so now. */
export const alertRules = sqliteTable("alert_rules", {
  id: text("id").primaryKey(),
  /** Whose webhooks carry the events; null: nobody's. */
  organisation: text("organisation"),
  /** JSON, see `contracts/services/model-monitor.ts`. */
  rule: text("rule").notNull(),
  state: text("state", { enum: alertStates }).notNull(),
  raisedAt: integer("raised_at"),
  /** As last measured; null when unknown. */
  value: real("value"),
  measuredAt: integer("measured_at"),
});

/** When each of the monitor's recurring tasks was last begun, so that of many isolates one does it. */
export const monitorClock = sqliteTable("monitor_clock", { name: text("name").primaryKey(), at: integer("at").notNull() });
