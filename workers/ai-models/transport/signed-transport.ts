/** A call to a node: a signed request, raw float32 back. How it gets there is the carrier's business. */
import { nodeAnswerHeaders, signedHeaders } from "../../../contracts/node-protocol.ts";
import type { Sources } from "../../../contracts/ids.ts";
import { traceContext } from "../../../contracts/trace-context.ts";
import type { NodeCall } from "../domain/node-call.ts";
import { readPhases } from "../domain/server-timing.ts";
import { readFloats } from "../domain/vectors.ts";
import { addressOf, type Carrier } from "./carrier.ts";
import type { Circumstances, NodeAnswer, NodeTarget, NodeTransport } from "./node-transport.ts";
import { failureOfStatus } from "./status-failure.ts";

export class SignedTransport implements NodeTransport {
  readonly #sources: Sources;

  readonly #carry: Carrier;

  constructor(sources: Sources, carry: Carrier) {
    this.#sources = sources;
    this.#carry = carry;
  }

  async call(target: NodeTarget, call: NodeCall, timeoutMs: number, more: Circumstances = {}): Promise<NodeAnswer> {
    const { signal } = more;
    try {
      const response = await this.#post(target, call, timeoutMs, more);
      if (!response.ok) return { ok: false, failure: await failureOfStatus(response) };
      return read(response.headers, await response.arrayBuffer(), call.rows);
    } catch (cause) {
      if (signal?.aborted) return { ok: false, failure: { kind: "cancelled", detail: "nobody waited for it any more" } };
      if (cause instanceof Error && cause.name === "TimeoutError") {
        return { ok: false, failure: { kind: "silent", detail: `it did not answer within ${timeoutMs} ms` } };
      }
      const detail = `it could not be reached (${cause instanceof Error ? cause.message : String(cause)})`;
      return { ok: false, failure: { kind: "broken", detail } };
    }
  }

  async #post(
    target: NodeTarget,
    { path, body: request }: NodeCall,
    timeoutMs: number,
    { signal, traceparent }: Circumstances,
  ): Promise<Response> {
    const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(request)));
    const url = addressOf(target, path);
    const signed = await signedHeaders(
      { nodeId: target.id, key: target.key },
      { method: "POST", path: url.pathname, timestamp: this.#sources.now(), nonce: crypto.randomUUID(), body },
    );
    const trace = traceContext(traceparent, this.#sources.randomBytes);
    const headers = { ...signed, traceparent: trace.traceparent, "content-type": "application/json", accept: "application/octet-stream" };
    const timeout = AbortSignal.timeout(timeoutMs);
    return this.#carry(target, { url, headers, body, timeoutMs, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  }
}

/** An answer whose size does not fit its own headers is no answer. */
function read(headers: Headers, bytes: ArrayBuffer, rows: number): NodeAnswer {
  const model = headers.get(nodeAnswerHeaders.model) ?? "";
  const dimensions = Number(headers.get(nodeAnswerHeaders.dimensions));
  const values = readFloats(bytes);
  if (!values || model === "" || !(dimensions > 0) || values.length !== rows * dimensions) {
    return { ok: false, failure: { kind: "broken", detail: `its answer has ${bytes.byteLength} bytes for ${rows} rows of ${dimensions}` } };
  }
  if (!values.every(Number.isFinite))
    return { ok: false, failure: { kind: "broken", detail: "its answer holds numbers that are not finite" } };
  const count = (name: string) => Number(headers.get(name) ?? 0) || 0;
  const counts = { tokens: count(nodeAnswerHeaders.tokens), truncated: count(nodeAnswerHeaders.truncated) };
  return { ok: true, value: { model, dimensions, values, ...counts, times: readPhases(headers.get("server-timing")) } };
}
