/** How a call reaches a node. Direct HTTP is one way; a socket that the node opened itself will be another. */
import type { NodeEmbeddingsRequest } from "../../../contracts/node-protocol.ts";
import type { NodeFailure } from "../domain/node-failure.ts";

export interface NodeTarget {
  id: string;
  /** Base address, without a slash at the end. */
  url: string;
  /** Hexadecimal HMAC key of the node's current epoch. */
  key: string;
}

export interface NodeEmbeddings {
  /** `name@version` that computed them. */
  model: string;
  dimensions: number;
  /** Row-major float32, one row per text. */
  vectors: Float32Array;
  tokens: number;
  truncated: number;
}

export type NodeAnswer = { ok: true; value: NodeEmbeddings } | { ok: false; failure: NodeFailure };

export interface NodeTransport {
  /** Never throws: whatever goes wrong, the timeout included, is a failure. `texts` must be as many as rows are expected. */
  embed(target: NodeTarget, request: NodeEmbeddingsRequest & { input: string[] }, timeoutMs: number): Promise<NodeAnswer>;
}
