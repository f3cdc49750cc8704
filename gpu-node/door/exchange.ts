/** One request and its answer on the wire. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "../../contracts/result.ts";
import { traceContext, type TraceContext } from "../../contracts/trace-context.ts";
import { openAiError } from "./openai-error.ts";

/** Bytes of a body that is sooner read to its end than its connection is made anew. */
const shortBody = 65_536;

/** How long a refused body may still flow in before the connection is cut, milliseconds. */
const drainMs = 2_000;

export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path without the query. */
  readonly path: string;
  /** Aborted when the caller leaves before its answer is complete. */
  readonly signal: AbortSignal;
  readonly startedAt = performance.now();
  /** The caller's, with a span of this node. */
  readonly trace: TraceContext;
  /** The fault that it was answered with. */
  refusal: Fault | undefined;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const { traceparent } = request.headers;
    this.trace = traceContext(typeof traceparent === "string" ? traceparent : undefined, randomBytes);
    const left = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) left.abort();
    });
    this.signal = left.signal;
  }

  /** Seconds since the request came. */
  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  json(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.text(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
  }

  text(status: number, body: string, headers: Record<string, string>): void {
    if (this.response.headersSent || this.response.destroyed) return;
    const { request, response } = this;
    if (!request.complete && !isShort(request)) {
      // The body is refused unread: answer, let what is under way arrive so that the caller can read the answer, then cut.
      response.setHeader("connection", "close");
      request.resume();
      setTimeout(() => request.destroy(), drainMs).unref();
    }
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  /** Answers a fault in OpenAI's shape and gives its status. */
  fault(fault: Fault): number {
    this.refusal = fault;
    const { status, headers, body } = openAiError(fault);
    this.json(status, body, headers);
    return status;
  }

  /** Sends an answer that is all there. */
  whole(headers: Record<string, string>, body: Uint8Array): void {
    this.response.writeHead(200, { ...headers, "content-length": String(body.byteLength) });
    this.response.end(body);
  }

  /** Sends pieces as they come, at the pace of the reader; stops when the caller leaves. */
  async stream(headers: Record<string, string>, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
    this.response.writeHead(200, headers);
    for await (const piece of pieces) {
      if (this.signal.aborted) return;
      if (!this.response.write(piece)) await this.#drained();
    }
    this.response.end();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        this.response.off("drain", go);
        this.response.off("close", go);
        resolve();
      };
      this.response.on("drain", go);
      this.response.on("close", go);
    });
  }
}

/** What comes of a short body after the answer is thrown away by Node's server, and the connection serves the next request. */
function isShort({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? Infinity) <= shortBody;
}
