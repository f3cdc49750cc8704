/** One name for a request in every log: a request id of ours, and the W3C Trace Context of whoever called. */

export interface Trace {
  requestId: string;
  /** https://www.w3.org/TR/trace-context/: version, trace id, our span, flags. */
  traceparent: string;
}

const shape = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** Continues a valid `traceparent` with a span of our own, else begins a trace. */
export function traceOf(traceparent: string | null, randomBytes: (length: number) => Uint8Array): Trace {
  const [, caller, flags] = shape.exec(traceparent ?? "") ?? [];
  const traceId = caller ?? hex(randomBytes(16));
  return { requestId: hex(randomBytes(16)), traceparent: `00-${traceId}-${hex(randomBytes(8))}-${flags ?? "01"}` };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
