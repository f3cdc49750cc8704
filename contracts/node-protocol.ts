/** What the edge and a GPU node say to each other over HTTP. Both sides sign: see `signature`. */
import * as z from "zod";
import { modelManifestSchema, releaseSchema } from "./model-manifest.ts";

/** A text's vector; a probability for each label; or how relevant a document is to a query, both read together. */
export const modelTasks = ["embedding", "classification", "rerank"] as const;
export const modelTaskSchema = z.enum(modelTasks);
export type ModelTask = z.infer<typeof modelTaskSchema>;

/** A model as a node offers it. */
export const nodeModelSchema = z.object({
  /** Registry name, `all-minilm-l6-v2`. */
  name: z.string(),
  /** Digest of the prepared files: the immutable version. */
  version: z.string(),
  task: modelTaskSchema,
  /** Numbers a row of its answers: of a vector, one a label, or one for relevance. */
  dimensions: z.int().positive(),
  maxTokens: z.int().positive(),
  /** Of a classifier: as many as `dimensions`, in the order of its answers. */
  labels: z.array(z.string().min(1).max(100)).min(2).max(1000).optional(),
  /** Its semantic version. */
  release: releaseSchema.optional(),
});
export type NodeModel = z.infer<typeof nodeModelSchema>;

export const nodeLoadSchema = z.object({
  queuedTokens: z.number().min(0),
  runningTokens: z.number().min(0),
  /** Smoothed throughput; 0 until measured. */
  tokensPerSecond: z.number().min(0),
});
export type NodeLoad = z.infer<typeof nodeLoadSchema>;

export const nodeNameSchema = z.string().min(1).max(100);

/** A model as a node introduces it: with where it comes from. Later heartbeats need not repeat that. */
export const introducedModelSchema = nodeModelSchema.extend({ manifest: modelManifestSchema.optional() });
export type IntroducedModel = z.infer<typeof introducedModelSchema>;

/** `POST /api/v1/nodes/join` with `Authorization: Bearer <join token>`. */
export const joinRequestSchema = z.object({
  name: nodeNameSchema,
  /** Where the edge reaches the node, `http://127.0.0.1:8788`; or `dial-out:`: over the link that the node opens (`node-link/`). */
  url: z.url(),
  device: z.enum(["cpu", "cuda"]),
  models: z.array(introducedModelSchema).min(1),
});
export type JoinRequest = z.infer<typeof joinRequestSchema>;

export const joinAnswerSchema = z.object({
  nodeId: z.string(),
  /** Hexadecimal HMAC key, for both directions. Shown once. */
  key: z.string(),
  /** Rises with every join of the node; a heartbeat with an older epoch is refused. */
  epoch: z.int().min(1),
  heartbeatMs: z.int().positive(),
  leaseMs: z.int().positive(),
});
export type JoinAnswer = z.infer<typeof joinAnswerSchema>;

/** `POST /api/v1/nodes/{nodeId}/heartbeat`, signed. Answers 204, or 409 when the epoch is old (join again). */
export const heartbeatSchema = z.object({
  epoch: z.int().min(1),
  /** `draining`: it finishes what it has. `left`: it has, and ends; the last heartbeat of an epoch. */
  status: z.enum(["ready", "draining", "left"]),
  models: z.array(introducedModelSchema),
  /** Names of those in memory now; the others are loaded when they are asked for. Absent: all of them. */
  loaded: z.array(z.string()).optional(),
  load: nodeLoadSchema,
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** How long a call may be left waiting for others: a person waits for it; a program does; nobody does. */
export const priorities = ["interactive", "normal", "background"] as const;
export const prioritySchema = z.enum(priorities);
export type Priority = z.infer<typeof prioritySchema>;

/** Most texts that one embeddings request may hold. */
export const nodeMaxTexts = 2048;

/** `POST {node.url}/v1/embeddings`, signed. OpenAI's shape and two fields of our own. */
export const nodeEmbeddingsRequestSchema = z.object({
  /** `all-minilm-l6-v2`, or `all-minilm-l6-v2@<version>` to insist on one version. */
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(nodeMaxTexts)]),
  encoding_format: z.enum(["float", "base64"]).default("float"),
  dimensions: z.int().positive().optional(),
  /** True: these texts form batches of their own, divided by their content alone and never merged with other requests (reproducible bytes). */
  isolated: z.boolean().default(false),
  /** Who goes first where several wait. What waits long enough goes before what is more urgent and came later. */
  priority: prioritySchema.default("normal"),
  /** Epoch milliseconds after which the answer is of no use. */
  deadline: z.number().optional(),
});
export type NodeEmbeddingsRequest = z.infer<typeof nodeEmbeddingsRequestSchema>;

/** `POST {node.url}/v1/classify`, signed. */
export const nodeClassifyRequestSchema = nodeEmbeddingsRequestSchema.pick({
  model: true,
  input: true,
  isolated: true,
  priority: true,
  deadline: true,
});
export type NodeClassifyRequest = z.infer<typeof nodeClassifyRequestSchema>;

/** `POST {node.url}/v1/rerank`, signed. */
export const nodeRerankRequestSchema = nodeEmbeddingsRequestSchema
  .pick({ model: true, isolated: true, priority: true, deadline: true })
  .extend({
    query: z.string().min(1),
    documents: z.array(z.string().min(1)).min(1).max(nodeMaxTexts),
    /** Only the so many best, in JSON. */
    top_n: z.int().positive().optional(),
    /** True: each result in JSON brings its document. */
    return_documents: z.boolean().default(false),
  });
export type NodeRerankRequest = z.infer<typeof nodeRerankRequestSchema>;

/**
 * How documents are ranked: `cross-encoder` read query and document together; `bi-encoder` compared the vectors that they have apart, which
 * is cheaper and coarser.
 */
export const rerankMethods = ["cross-encoder", "bi-encoder"] as const;
export type RerankMethod = (typeof rerankMethods)[number];

/**
 * Headers of the node's answer. With `Accept: application/octet-stream` the body is the vectors alone, row-major little-endian
 * float32, one row per text in the order asked; with JSON it is OpenAI's list. A classifier's row has one number a label, a ranking's row
 * is the relevance of one document, in the order of the documents.
 */
export const nodeAnswerHeaders = {
  /** Tokens the model read. */
  tokens: "x-paissive-tokens",
  /** `name@version` that computed the vectors. */
  model: "x-paissive-model",
  /** Numbers a row. */
  dimensions: "x-paissive-dimensions",
  /** How many of the texts were longer than the model reads and were cut. */
  truncated: "x-paissive-truncated",
  /** How documents were ranked. */
  method: "x-paissive-method",
} as const;

/** Headers of a signed request. The key id is the node's id, whichever side signs. */
export const signatureHeaders = {
  keyId: "x-paissive-key",
  timestamp: "x-paissive-timestamp",
  nonce: "x-paissive-nonce",
  signature: "x-paissive-signature",
} as const;

/** How far a timestamp (UTC epoch milliseconds in its header) may be off, seconds. */
export const signatureWindowSeconds = 60;

/**
 * The four headers that sign one request. `path` is the path with its query exactly as sent (`/v1/embeddings`); `timestamp` is UTC
 * epoch milliseconds; `nonce` is any text of at most 100 characters that was not used before, such as a random UUID.
 */
export async function signedHeaders(
  credential: { nodeId: string; key: string },
  parts: { method: string; path: string; timestamp: number; nonce: string; body: Uint8Array<ArrayBuffer> },
): Promise<Record<string, string>> {
  return {
    [signatureHeaders.keyId]: credential.nodeId,
    [signatureHeaders.timestamp]: String(parts.timestamp),
    [signatureHeaders.nonce]: parts.nonce,
    [signatureHeaders.signature]: await signature(credential.key, parts),
  };
}

/**
 * HMAC-SHA256 over `method \n path \n timestamp \n nonce \n sha256(body)`, as lower-case hexadecimal.
 * Runs in workerd and in Node (Web Crypto).
 */
export async function signature(
  keyHex: string,
  parts: { method: string; path: string; timestamp: number; nonce: string; body: Uint8Array<ArrayBuffer> },
): Promise<string> {
  const key = await crypto.subtle.importKey("raw", fromHex(keyHex), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const bodyDigest = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", parts.body)));
  const text = `${parts.method}\n${parts.path}\n${parts.timestamp}\n${parts.nonce}\n${bodyDigest}`;
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text))));
}

/** Compares two hexadecimal digests without leaking where they differ. */
export function sameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array((text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
}
