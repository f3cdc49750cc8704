/** One name for a request in every log: a request id of ours, and the trace of whoever called. */
import { traceContext } from "../../contracts/trace-context.ts";

export interface Trace {
  requestId: string;
  /** With our span. */
  traceparent: string;
}

/** Continues a valid `traceparent` with a span of our own, else begins a trace. */
export function traceOf(traceparent: string | null, randomBytes: (length: number) => Uint8Array): Trace {
  const requestId = Array.from(randomBytes(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { requestId, traceparent: traceContext(traceparent, randomBytes).traceparent };
}

/** Requests that the door makes itself, with the trace that they belong to. */
const within = new WeakMap<Request, Trace>();

/** Lets a request of our own go under the trace of the one for which it is made. */
export function belongTo(trace: Trace, request: Request): void {
  within.set(request, trace);
}

/** The trace that `belongTo` gave the request; undefined for one of somebody else. */
export function traceWithin(request: Request): Trace | undefined {
  return within.get(request);
}
