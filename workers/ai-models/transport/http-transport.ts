/** Direct HTTP to a node's own address: a signed request, raw float32 back. */
import { nodeAnswerHeaders, signedHeaders, type NodeEmbeddingsRequest } from "../../../contracts/node-protocol.ts";
import type { Sources } from "../../../contracts/ids.ts";
import { readFloats } from "../domain/vectors.ts";
import type { NodeAnswer, NodeTarget, NodeTransport } from "./node-transport.ts";
import { failureOfStatus } from "./status-failure.ts";

const path = "/v1/embeddings";

export class HttpTransport implements NodeTransport {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  async embed(target: NodeTarget, request: NodeEmbeddingsRequest & { input: string[] }, timeoutMs: number): Promise<NodeAnswer> {
    try {
      const response = await this.#post(target, request, timeoutMs);
      if (!response.ok) return { ok: false, failure: await failureOfStatus(response) };
      return read(response.headers, await response.arrayBuffer(), request.input.length);
    } catch (cause) {
      if (cause instanceof Error && cause.name === "TimeoutError") {
        return { ok: false, failure: { kind: "silent", detail: `it did not answer within ${timeoutMs} ms` } };
      }
      const detail = `it could not be reached (${cause instanceof Error ? cause.message : String(cause)})`;
      return { ok: false, failure: { kind: "broken", detail } };
    }
  }

  async #post(target: NodeTarget, request: NodeEmbeddingsRequest, timeoutMs: number): Promise<Response> {
    const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(request)));
    const url = `${target.url}${path}`;
    const signed = await signedHeaders(
      { nodeId: target.id, key: target.key },
      { method: "POST", path: new URL(url).pathname, timestamp: this.#sources.now(), nonce: crypto.randomUUID(), body },
    );
    return fetch(url, {
      method: "POST",
      headers: { ...signed, "content-type": "application/json", accept: "application/octet-stream" },
      body,
      signal: AbortSignal.timeout(timeoutMs),
      // A node answers by itself; following it elsewhere would hand a signed request to a stranger.
      redirect: "manual",
    });
  }
}

/** An answer whose size does not fit its own headers is no answer. */
function read(headers: Headers, bytes: ArrayBuffer, rows: number): NodeAnswer {
  const model = headers.get(nodeAnswerHeaders.model) ?? "";
  const dimensions = Number(headers.get(nodeAnswerHeaders.dimensions));
  const vectors = readFloats(bytes);
  if (!vectors || model === "" || !(dimensions > 0) || vectors.length !== rows * dimensions) {
    return { ok: false, failure: { kind: "broken", detail: `its answer has ${bytes.byteLength} bytes for ${rows} rows of ${dimensions}` } };
  }
  if (!vectors.every(Number.isFinite))
    return { ok: false, failure: { kind: "broken", detail: "its answer holds numbers that are not finite" } };
  const count = (name: string) => Number(headers.get(name) ?? 0) || 0;
  return {
    ok: true,
    value: { model, dimensions, vectors, tokens: count(nodeAnswerHeaders.tokens), truncated: count(nodeAnswerHeaders.truncated) },
  };
}
