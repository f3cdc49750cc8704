/**
 * Events that the ai-models service writes. Nodes and models belong to the installation, not to a tenant: their organisation is
 * `installation`. Subjects: `node/…/<node id>`, `model/…/<model id>`, `alias/…/<alias>` and `join-token/…/<token id>`, with that organisation in
 * the middle. Alerts, `alert/…/<rule id>`, belong to the organisation that their rule tells, if it tells one.
 */
import * as z from "zod";
import { modelManifestSchema } from "../model-manifest.ts";
import { alertMetrics } from "./alert-metrics.ts";
import type { EventCatalogue } from "./event-catalogue.ts";
import { fallbackSetSchema } from "./model-fallback.ts";

/** The organisation of what all tenants share. Nobody signs in to it. */
export const installation = "org_00000000000000000000000000";

const offered = z.object({ name: z.string(), version: z.string() });

/** A node joined, for the first time (epoch 1) or again. The address and the key stay inside the service. */
export const nodeJoinedSchema = z.object({
  nodeId: z.string(),
  name: z.string(),
  device: z.string(),
  epoch: z.int().min(1),
  models: z.array(offered),
});
export type NodeJoined = z.infer<typeof nodeJoinedSchema>;

/** A version of a model appeared for the first time; what is said of it here never changes. */
export const modelRegisteredSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  version: z.string(),
  task: z.string(),
  dimensions: z.int().positive(),
  maxTokens: z.int().positive(),
  /** Of a classifier. */
  labels: z.array(z.string()).optional(),
  /** The node that brought it. */
  nodeId: z.string(),
});
export type ModelRegistered = z.infer<typeof modelRegisteredSchema>;

/** What was said of a version later than at its registration, or beyond what calls need: once said it never changes. */
export const modelDescribedSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  version: z.string(),
  /** Its semantic version; null: not said now. */
  release: z.string().nullable(),
  /** Null: not said now. */
  manifest: modelManifestSchema.nullable(),
  /** Id of the principal or of the node that said it. */
  describedBy: z.string(),
});
export type ModelDescribed = z.infer<typeof modelDescribedSchema>;

/** No call gets this version any more. */
export const modelRetiredSchema = z.object({ modelId: z.string(), name: z.string(), version: z.string(), retiredBy: z.string() });
export type ModelRetired = z.infer<typeof modelRetiredSchema>;

/** From now on `alias` means `name@version`. */
export const aliasMovedSchema = z.object({
  alias: z.string(),
  name: z.string(),
  version: z.string(),
  /** What it meant before; null when it is new. */
  previous: offered.nullable(),
  /** Why: nobody had set it, no node served the old version any more, or a person moved it, promoted its canary or rolled it back. */
  reason: z.enum(["first-version", "version-gone", "moved-by-hand", "promoted", "rolled-back"]),
  /** Id of the principal or of the node that caused it. */
  movedBy: z.string(),
});
export type AliasMoved = z.infer<typeof aliasMovedSchema>;

/** From now on a share of organisations gets `name@version` of the alias. */
export const aliasCanarySetSchema = z.object({
  alias: z.string(),
  name: z.string(),
  version: z.string(),
  percent: z.number(),
  /** What all others get. */
  stable: offered,
  setBy: z.string(),
});
export type AliasCanarySet = z.infer<typeof aliasCanarySetSchema>;

/** The canary is over: `promoted` to what the alias means, or everybody gets what it means. */
export const aliasCanaryEndedSchema = z.object({
  alias: z.string(),
  name: z.string(),
  version: z.string(),
  reason: z.enum(["promoted", "ended", "moved", "rolled-back"]),
  endedBy: z.string(),
});
export type AliasCanaryEnded = z.infer<typeof aliasCanaryEndedSchema>;

/**
 * An alias of embeddings means another version for some or all organisations: what was embedded with it before cannot be compared with what
 * is embedded from now on, and has to be embedded again.
 */
export const aliasReembeddingSchema = z.object({
  alias: z.string(),
  from: offered.extend({ dimensions: z.int().positive() }),
  to: offered.extend({ dimensions: z.int().positive() }),
  /** Share of organisations that get `to` from now on. */
  percent: z.number(),
});
export type AliasReembedding = z.infer<typeof aliasReembeddingSchema>;

/** A node is a member no more: its key is dead and its name free. */
export const nodeRevokedSchema = z.object({ nodeId: z.string(), name: z.string(), revokedBy: z.string() });
export type NodeRevoked = z.infer<typeof nodeRevokedSchema>;

/** An operator keeps new calls away from a node, or lets them come again. */
export const nodeDrainingSetSchema = z.object({ nodeId: z.string(), name: z.string(), draining: z.boolean(), by: z.string() });
export type NodeDrainingSet = z.infer<typeof nodeDrainingSetSchema>;

/** A token with which one node can join. The token itself stays out of the log. */
export const joinTokenIssuedSchema = z.object({
  tokenId: z.string(),
  /** The only name that may join with it; null: the first that does. */
  nodeName: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  issuedBy: z.string(),
});
export type JoinTokenIssued = z.infer<typeof joinTokenIssuedSchema>;

/** Nobody joins with it any more. */
export const joinTokenRevokedSchema = z.object({ tokenId: z.string(), revokedBy: z.string() });
export type JoinTokenRevoked = z.infer<typeof joinTokenRevokedSchema>;

const alertSchema = z.object({
  /** Id of the rule. */
  rule: z.string(),
  metric: z.enum(alertMetrics),
  comparison: z.enum(["above", "below"]),
  threshold: z.number(),
  windowMinutes: z.int().min(1),
  /** What it was measured of; null: of all. */
  model: z.string().nullable(),
  version: z.string().nullable(),
  node: z.string().nullable(),
});

/** What a rule watches has crossed its threshold. */
export const alertRaisedSchema = alertSchema.extend({
  /** In the metric's unit: milliseconds, a share, or so many a minute. */
  value: z.number(),
  /** Requests in the window. */
  requests: z.int().min(0),
});
export type AlertRaised = z.infer<typeof alertRaisedSchema>;

/** It is so no more. */
export const alertClearedSchema = alertSchema.extend({
  /** Null: it is unknown, or was not measured. */
  value: z.number().nullable(),
  /** It was measured, its rule was switched off, or its rule is gone or tells somebody else. */
  reason: z.enum(["measured", "switched-off", "removed"]),
});
export type AlertCleared = z.infer<typeof alertClearedSchema>;

export const modelEvents = {
  "node.joined": { 1: nodeJoinedSchema },
  "node.revoked": { 1: nodeRevokedSchema },
  "node.draining-set": { 1: nodeDrainingSetSchema },
  "join-token.issued": { 1: joinTokenIssuedSchema },
  "join-token.revoked": { 1: joinTokenRevokedSchema },
  "model.registered": { 1: modelRegisteredSchema },
  "model.described": { 1: modelDescribedSchema },
  "model.retired": { 1: modelRetiredSchema },
  "alias.moved": { 1: aliasMovedSchema },
  "alias.canary-set": { 1: aliasCanarySetSchema },
  "alias.canary-ended": { 1: aliasCanaryEndedSchema },
  "alias.fallback-set": { 1: fallbackSetSchema },
  "alias.reembedding-announced": { 1: aliasReembeddingSchema },
  "model.alert-raised": { 1: alertRaisedSchema },
  "model.alert-cleared": { 1: alertClearedSchema },
} satisfies EventCatalogue;
