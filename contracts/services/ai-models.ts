/** RPC of the AI Models service. */
import * as z from "zod";
import { modelTaskSchema, prioritySchema, type RerankMethod } from "../node-protocol.ts";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import { modelManifestSchema } from "../model-manifest.ts";
import type { ServiceLife } from "./common.ts";
import type { ModelMonitor } from "./model-monitor.ts";
import type { ModelRegistry } from "./model-registry.ts";
import type { NodeAdmission } from "./node-admission.ts";

/** The model alias that everything embeds with unless told otherwise. */
export const defaultEmbeddingModel = "default-embedding";

/** The classifier of sentiment that comes with every node: labels `negative` and `positive`. */
export const sentimentModel = "sentiment-minilm";

const textsSchema = z.array(z.string().min(1)).min(1).max(2048);

/** What every call to a model may say. */
const callSchema = z.object({
  /** An alias, a model's name (its newest version), or `name@version` with a digest, a semantic version or a range of them. */
  model: z.string().min(1).max(400),
  /** True: computed in batches of its own and never merged with other requests, so equal input gives equal bytes. */
  isolated: z.boolean().default(false),
  /** Who goes first on a node where several wait. */
  priority: prioritySchema.default("normal"),
  /** The caller's idempotency key. Inference changes nothing, so a repeated key is simply computed again. */
  commandId: z.string().optional(),
  /** Epoch milliseconds after which the answer is of no use. Default: two minutes from now. */
  deadline: z.number().optional(),
  /** True: computed now, never from the cache nor together with an equal call that is under way. */
  fresh: z.boolean().default(false),
  /** The caller's trace (`trace-context.ts`), which goes on to the node. Absent: a new one begins. */
  traceparent: z.string().optional(),
});

export const embedRequestSchema = callSchema.extend({
  model: callSchema.shape.model.default(defaultEmbeddingModel),
  /** 1 to 2,048 texts. */
  texts: textsSchema,
  /** Fewer numbers than the model gives: every vector is cut and scaled to length 1 again. */
  dimensions: z.int().positive().optional(),
});
export type EmbedRequest = z.input<typeof embedRequestSchema>;

/** Milliseconds that a call spent on its node, as far as the node said so. */
export interface PhaseTimes {
  tokenizeMs?: number;
  /** Until the first of its texts was computed. */
  queueMs?: number;
  inferenceMs?: number;
}

/** What every answer of a model says. */
export interface Computed {
  /** Name and version that computed it, `all-minilm-l6-v2@<digest>`. */
  model: string;
  /** Tokens of the texts, as the model reads them. */
  tokens: number;
  /** How many of the texts were longer than the model reads and were cut. */
  truncated: number;
  /** The node that computed it; of a large call that several did, the first. */
  nodeId: string;
  /** True: an equal call had been answered a moment ago, or was under way. */
  cached?: boolean;
  times: PhaseTimes;
}

export interface Embeddings extends Computed {
  dimensions: number;
  /** Row-major float32, `texts.length × dimensions`, L2-normalised. */
  vectors: Float32Array;
}

export const classifyRequestSchema = callSchema.extend({
  /** 1 to 2,048 texts. */
  texts: textsSchema,
});
export type ClassifyRequest = z.input<typeof classifyRequestSchema>;

export interface LabelScore {
  label: string;
  /** Probability, 0 to 1. */
  score: number;
}

export interface Classifications extends Computed {
  /** For each text every label, the likeliest first. */
  results: LabelScore[][];
}

export const rerankRequestSchema = callSchema.extend({
  /** A model that ranks, or an embedding model. */
  model: callSchema.shape.model.default(defaultEmbeddingModel),
  query: z.string().min(1),
  /** 1 to 2,048 texts. */
  documents: textsSchema,
  /** Only the so many best. */
  topN: z.int().positive().optional(),
});
export type RerankRequest = z.input<typeof rerankRequestSchema>;

export interface RankedDocument {
  /** Position among the documents of the request. */
  index: number;
  /** Comparable only within one model and method. */
  score: number;
}

export interface Ranking extends Computed {
  /** `cross-encoder`: query and document were read together, 0 to 1. `bi-encoder`: cosine of their vectors. */
  method: RerankMethod;
  /** The most relevant first. */
  results: RankedDocument[];
}

/** `open`: it failed too many calls and gets none for a while. `half-open`: the next call is a trial. */
const breakerStateSchema = z.enum(["closed", "open", "half-open"]);

export const nodeSchema = z.object({
  id: z.string(),
  name: z.string(),
  device: z.string(),
  /** True: it opened a link, over which it is called. */
  dialsOut: z.boolean(),
  /** `left`: it finished what it had and said so. `lost`: its lease ran out and nothing was heard since `lastHeartbeat`. */
  status: z.enum(["ready", "draining", "left", "lost"]),
  /** True: an operator keeps new calls away from it. */
  drained: z.boolean(),
  /** Counts its joins. */
  epoch: z.int().min(1),
  /** The worst of its models'. */
  breaker: breakerStateSchema,
  models: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      /** In memory now; else a call loads it first. */
      loaded: z.boolean(),
      breaker: breakerStateSchema,
    }),
  ),
  load: z.object({ queuedTokens: z.number(), runningTokens: z.number(), tokensPerSecond: z.number() }),
  lastHeartbeat: z.iso.datetime(),
  /** Until when it counts as there without another heartbeat. */
  leaseUntil: z.iso.datetime(),
});
export type NodeView = z.infer<typeof nodeSchema>;

/** One immutable version of a model. */
export const modelSchema = z.object({
  /** Registry name, `all-minilm-l6-v2`. */
  name: z.string(),
  version: z.string(),
  /** Its semantic version; null until it has one. */
  release: z.string().nullable(),
  task: modelTaskSchema,
  /** Numbers a row of its answers. */
  dimensions: z.int().positive(),
  maxTokens: z.int().positive(),
  /** Of a classifier, in the order of its answers. */
  labels: z.array(z.string()).optional(),
  /** Files, licence and source; null when nobody said. */
  manifest: modelManifestSchema.nullable(),
  /** Aliases that mean this version now. */
  aliases: z.array(z.string()),
  /** Aliases that give it to a share of organisations. */
  canaryOf: z.array(z.string()),
  /** Nodes that serve it now. */
  readyNodes: z.int().min(0),
  registeredAt: z.iso.datetime(),
  /** When it was retired: no call gets it any more. */
  retiredAt: z.iso.datetime().nullable(),
});
export type ModelView = z.infer<typeof modelSchema>;

export interface AiModelsService extends ServiceLife, ModelMonitor, ModelRegistry, NodeAdmission {
  /**
   * Needs `models:infer`. Faults: `invalid_input`; `not_found` (no such model or alias); `unavailable` (no node serves it now) and
   * `overloaded` (every node that does is full), both with `retryAfter`; `deadline_exceeded`. `signal` is aborted when nobody waits
   * any more; then nodes stop.
   */
  embed(principal: Principal, request: EmbedRequest, signal?: AbortSignal): Promise<Result<Embeddings>>;
  /** Labels of texts. Needs `models:infer`. Faults as of `embed`; `invalid_input` when the model is no classifier. */
  classify(principal: Principal, request: ClassifyRequest, signal?: AbortSignal): Promise<Result<Classifications>>;
  /** Documents by relevance to a query. Needs `models:infer`. Faults as of `embed`; `invalid_input` when the model is a classifier. */
  rerank(principal: Principal, request: RerankRequest, signal?: AbortSignal): Promise<Result<Ranking>>;
  /** Every node that ever joined. Needs `models:read`. */
  nodes(principal: Principal): Promise<Result<NodeView[]>>;
  /** The same by pages. */
  pageOfNodes(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<NodeView>>>;
  /** Every registered version, newest first. Needs `models:read`. */
  models(principal: Principal): Promise<Result<ModelView[]>>;
}
