/** One name for a request in the logs of everyone whom it passes: W3C Trace Context (https://www.w3.org/TR/trace-context/). */

const shape = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

export interface TraceContext {
  /** 32 hexadecimal digits, the same for all. */
  id: string;
  /** The trace with a span of whoever made this: version, trace id, span, flags. */
  traceparent: string;
}

/** Continues a valid `traceparent` with a span of its own; begins a trace where there is none, or none that is valid. */
export function traceContext(traceparent: string | null | undefined, randomBytes: (length: number) => Uint8Array): TraceContext {
  const [, caller, flags = "01"] = shape.exec(traceparent ?? "") ?? [];
  const id = caller ?? hex(randomBytes(16));
  return { id, traceparent: `00-${id}-${hex(randomBytes(8))}-${flags}` };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
