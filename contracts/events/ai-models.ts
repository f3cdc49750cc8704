/**
 * Events that the ai-models service writes. Nodes and models belong to the installation, not to a tenant: their organisation is
 * `installation`. Subjects: `node/…/<node id>`, `model/…/<model id>` and `alias/…/<alias>`, with that organisation in the middle.
 */
import * as z from "zod";
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

export const modelEvents = {
  "node.joined": { 1: nodeJoinedSchema },
  "model.registered": { 1: modelRegisteredSchema },
  "alias.moved": { 1: aliasMovedSchema },
} satisfies EventCatalogue;
