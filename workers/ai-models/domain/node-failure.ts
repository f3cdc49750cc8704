/** Ways in which a node can fail to answer, and what each means for the call and for the node. */
import { err, type Err } from "../../../contracts/result.ts";

/**
 * - `request`: the call itself is wrong; it would be wrong everywhere.
 * - `late`: the deadline has passed; nobody waits for the answer any more.
 * - `busy`: the node's queue is full (429).
 * - `absent`: the node does not serve this model after all (404); its report was out of date.
 * - `silent`: it did not answer within the time it was given.
 * - `cancelled`: nobody waited for it any more: another node answered first, or the caller went away.
 * - `broken`: anything else, from a refused connection to an answer that makes no sense.
 */
export type FailureKind = "request" | "late" | "busy" | "absent" | "silent" | "cancelled" | "broken";

export interface NodeFailure {
  kind: FailureKind;
  /** What happened, for the caller or for the log. */
  detail: string;
  /** Seconds, as the node said. */
  retryAfter?: number;
}

interface Policy {
  /** The same call may succeed at another node. */
  elsewhere: boolean;
  /** The node is to blame: counts for its breaker. */
  blame: boolean;
}

export const failurePolicy: Record<FailureKind, Policy> = {
  request: { elsewhere: false, blame: false },
  late: { elsewhere: false, blame: false },
  busy: { elsewhere: true, blame: false },
  absent: { elsewhere: true, blame: false },
  silent: { elsewhere: true, blame: true },
  cancelled: { elsewhere: false, blame: false },
  broken: { elsewhere: true, blame: true },
};

/**
 * What the caller gets when no further node is tried. Failures are in the order in which they happened. If every node was busy it is
 * `overloaded` after the shortest wait that any of them named; if one was, waiting for it is still the best advice. The last node tried
 * gets all the time that is left, so its silence means that the deadline has passed.
 */
export function faultOf(failures: readonly NodeFailure[]): Err {
  const last = failures.at(-1);
  if (last?.kind === "request") return err("invalid_input", last.detail);
  if (last?.kind === "cancelled") return err("deadline_exceeded", "Nobody waited for the answer any more.");
  if (last?.kind === "late") return err("deadline_exceeded", last.detail);
  const busy = failures.filter(({ kind }) => kind === "busy");
  if (busy.length > 0) {
    const waits = busy.map(({ retryAfter }) => retryAfter ?? 1);
    return err("overloaded", "Every node that serves this model is full.", { retryAfter: Math.min(...waits) });
  }
  if (last?.kind === "silent") return err("deadline_exceeded", `No node answered in time: ${last.detail}.`);
  return err("unavailable", `No node could answer: ${last?.detail ?? "none was tried"}`, { retryAfter: 2 });
}
