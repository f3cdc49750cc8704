/**
 * Events that the ai-models service writes. Nodes and models belong to the installation, not to a tenant: their organisation is
 * `installation`. Subjects: `node/…/<node id>`, `model/…/<model id>` and `alias/…/<alias>`, with that organisation in the middle. Alerts,
 * `alert/…/<rule id>`, belong to the organisation that their rule tells, if it tells one.
 */
import * as z from "zod";
import { alertMetrics } from "./alert-metrics.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

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

/** From now on `alias` means `name@version`. */
export const aliasMovedSchema = z.object({
  alias: z.string(),
  name: z.string(),
  version: z.string(),
  /** What it meant before; null when it is new. */
  previous: offered.nullable(),
  /** Why: nobody had set it, no node served the old version any more, or a person moved it. */
  reason: z.enum(["first-version", "version-gone", "moved-by-hand"]),
  /** Id of the principal or of the node that caused it. */
  movedBy: z.string(),
});
export type AliasMoved = z.infer<typeof aliasMovedSchema>;

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
  "model.registered": { 1: modelRegisteredSchema },
  "alias.moved": { 1: aliasMovedSchema },
  "model.alert-raised": { 1: alertRaisedSchema },
  "model.alert-cleared": { 1: alertClearedSchema },
} satisfies EventCatalogue;
