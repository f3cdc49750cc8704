/** RPC of the AI Models service. */
import * as z from "zod";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { ServiceLife } from "./common.ts";

/** The model alias that everything embeds with unless told otherwise. */
export const defaultEmbeddingModel = "default-embedding";

export const embedRequestSchema = z.object({
  model: z.string().default(defaultEmbeddingModel),
  /** 1 to 2,048 texts. */
  texts: z.array(z.string().min(1)).min(1).max(2048),
  /** True: computed as one batch in this order and never merged with other requests, so equal input gives equal bytes. */
  isolated: z.boolean().default(false),
  /** The caller's idempotency key. */
  commandId: z.string().optional(),
  /** Epoch milliseconds. */
  deadline: z.number().optional(),
});
export type EmbedRequest = z.input<typeof embedRequestSchema>;

export interface Embeddings {
  /** Name and version that computed them, `all-minilm-l6-v2@<digest>`. */
  model: string;
  dimensions: number;
  /** Row-major float32, `texts.length × dimensions`, L2-normalised. */
  vectors: Float32Array;
  /** Tokens read. */
  tokens: number;
  nodeId: string;
}

export const nodeSchema = z.object({
  id: z.string(),
  name: z.string(),
  device: z.string(),
  status: z.enum(["ready", "draining", "lost"]),
  models: z.array(z.object({ name: z.string(), version: z.string() })),
  load: z.object({ queuedTokens: z.number(), runningTokens: z.number(), tokensPerSecond: z.number() }),
  lastHeartbeat: z.iso.datetime(),
});
export type NodeView = z.infer<typeof nodeSchema>;

export interface AiModelsService extends ServiceLife {
  embed(principal: Principal, request: EmbedRequest): Promise<Result<Embeddings>>;
  nodes(principal: Principal): Promise<Result<NodeView[]>>;
}
