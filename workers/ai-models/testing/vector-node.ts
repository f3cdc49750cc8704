/** A node for tests: a real HTTP server that checks the edge's signature and computes vectors, classes and rankings from the texts alone. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  nodeAnswerHeaders,
  nodeClassifyRequestSchema,
  nodeEmbeddingsRequestSchema,
  nodeRerankRequestSchema,
  sameDigest,
  signature,
  signatureHeaders,
  type Priority,
} from "../../../contracts/node-protocol.ts";

export const vectorDimensions = 8;

/** What the node does with a call, in place of answering it. */
export type Misbehaviour =
  | { status: number; headers?: Record<string, string>; message?: string }
  | { hang: true }
  | { answerAs: string }
  | { cutBytes: number };

/** What it says of every text's wait. */
export const queuedMs = 3.5;

export interface VectorNode {
  url: string;
  /** Trusts signatures by this key from now on. */
  trust(credential: { nodeId: string; key: string }): void;
  /** Applied to every call until cleared with undefined. */
  misbehave(how: Misbehaviour | undefined): void;
  /** Bodies of the calls that were signed rightly. */
  calls: { model: string; isolated: boolean; priority: Priority; deadline?: number | undefined }[];
  /** `traceparent` of each of them. */
  traces: string[];
  /** Callers who left before they had an answer. */
  readonly left: number;
  /** Answers the calls that hang. */
  release(): void;
  close(): Promise<void>;
}

/** The vector of a text: eight numbers from its SHA-256, scaled to length 1. */
export function vectorOf(text: string): number[] {
  const digest = createHash("sha256").update(text).digest();
  const numbers = Array.from({ length: vectorDimensions }, (_, index) => digest.readInt32LE(index * 4) / 2 ** 31);
  const length = Math.hypot(...numbers);
  return numbers.map((value) => value / length);
}

/** Probabilities of the two labels of a text, which add up to 1. */
export function classesOf(text: string): [number, number] {
  const first = ((vectorOf(text)[0] ?? 0) + 1) / 2;
  return [first, 1 - first];
}

/** How relevant a document is: the more, the more words of the query it holds. */
export function relevanceOf(query: string, document: string): number {
  const words = query.split(" ");
  return words.filter((word) => document.includes(word)).length / words.length;
}

interface Asked {
  body: { model: string; isolated: boolean; priority: Priority; deadline?: number | undefined };
  texts: string[];
  rows: number[][];
}

/** What a route's body asks for, and the rows that answer it. */
function read(path: string, json: unknown, embedded: (text: string) => number[]): Asked {
  const listOf = (input: string | string[]) => (typeof input === "string" ? [input] : input);
  if (path === "/v1/rerank") {
    const body = nodeRerankRequestSchema.parse(json);
    return { body, texts: body.documents, rows: body.documents.map((document) => [relevanceOf(body.query, document)]) };
  }
  if (path === "/v1/classify") {
    const body = nodeClassifyRequestSchema.parse(json);
    return { body, texts: listOf(body.input), rows: listOf(body.input).map(classesOf) };
  }
  const body = nodeEmbeddingsRequestSchema.parse(json);
  return { body, texts: listOf(body.input), rows: listOf(body.input).map(embedded) };
}

/** `vectorOf`: the vector of a text in place of `vectorOf` above. */
export async function startVectorNode({
  vectorOf: embedded = vectorOf,
}: { vectorOf?: (text: string) => number[] } = {}): Promise<VectorNode> {
  let credential = { nodeId: "", key: "" };
  let misbehaviour: Misbehaviour | undefined;
  const calls: VectorNode["calls"] = [];
  const traces: string[] = [];
  const hanging: (() => void)[] = [];
  let left = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    if (!(await isSigned(request, body, credential))) return refuse(response, 401, "wrong signature");
    const { body: asked, texts, rows } = read(request.url ?? "", JSON.parse(new TextDecoder().decode(body)), embedded);
    calls.push(asked);
    traces.push(String(request.headers["traceparent"]));
    response.once("close", () => void (left += response.writableFinished ? 0 : 1));
    if (misbehaviour && "hang" in misbehaviour) await new Promise<void>((resolve) => hanging.push(resolve));
    if (misbehaviour && "status" in misbehaviour)
      return refuse(response, misbehaviour.status, misbehaviour.message ?? "on purpose", misbehaviour.headers);
    const vectors = Float32Array.from(rows.flat());
    const cut = misbehaviour && "cutBytes" in misbehaviour ? misbehaviour.cutBytes : 0;
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      [nodeAnswerHeaders.model]: misbehaviour && "answerAs" in misbehaviour ? misbehaviour.answerAs : asked.model,
      [nodeAnswerHeaders.dimensions]: String(rows[0]?.length ?? 0),
      [nodeAnswerHeaders.tokens]: String(texts.reduce((sum, text) => sum + text.split(/\s+/).length + 2, 0)),
      [nodeAnswerHeaders.truncated]: "0",
      "server-timing": `tokenize;dur=0.5, queue;dur=${queuedMs}, inference;dur=2`,
    });
    response.end(Buffer.from(vectors.buffer, 0, vectors.byteLength - cut));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((cause: unknown) => refuse(response, 500, String(cause)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    trust: (given) => void (credential = given),
    misbehave: (how) => void (misbehaviour = how),
    calls,
    traces,
    get left() {
      return left;
    },
    release: () => {
      misbehaviour = undefined;
      for (const go of hanging.splice(0)) go();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

async function isSigned(
  request: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  { nodeId, key }: { nodeId: string; key: string },
): Promise<boolean> {
  const [keyId, timestamp, nonce, given] = Object.values(signatureHeaders).map((name) => request.headers[name]);
  if (keyId !== nodeId || typeof nonce !== "string" || typeof given !== "string") return false;
  const path = request.url ?? "";
  return sameDigest(await signature(key, { method: request.method ?? "", path, timestamp: Number(timestamp), nonce, body }), given);
}

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { message, type: "test", param: null, code: null } }));
}
