/** The caller's trace, carried on: W3C Trace Context (https://www.w3.org/TR/trace-context/). */
import { randomBytes } from "node:crypto";

const shape = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

export interface Trace {
  /** 32 hexadecimal digits: the same in the logs of everyone whom the request passed. */
  id: string;
  /** For the answer: the trace with a span of this node's own. */
  traceparent: string;
}

/** Continues a valid `traceparent`; begins a trace where there is none, or none that is valid. */
export function traceOf(traceparent: string | undefined, random: (bytes: number) => Uint8Array = randomBytes): Trace {
  const [, caller, flags = "01"] = shape.exec(traceparent ?? "") ?? [];
  const id = caller ?? hex(random(16));
  return { id, traceparent: `00-${id}-${hex(random(8))}-${flags}` };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
