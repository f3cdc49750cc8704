/** A large call in parts that several nodes compute at once; a small one as it is. */
import { ok, type Result } from "../../../contracts/result.ts";
import { stateOf } from "../domain/breaker.ts";
import { writeModelReference } from "../domain/model-reference.ts";
import { breakerOf, isServing } from "../domain/pool.ts";
import { longestPhases } from "../domain/server-timing.ts";
import { costOf, partsOf, tokensWorthAPart } from "../domain/splitting.ts";
import { route } from "./router.ts";
import type { Routed, RoutedCall, RouterParts } from "./router-parts.ts";

/**
 * As `route`, with the rows of all parts in their order, and the name of the node that computed the first. When a part fails the others are stopped, and
 * the whole fails as it did: rows without their neighbours are of no use to anybody.
 */
export async function spread(parts: RouterParts, call: RoutedCall): Promise<Result<Routed>> {
  const { work, version } = call;
  if (work.isolated || costOf(work) < 2 * tokensWorthAPart) return route(parts, call);
  const model = writeModelReference(version);
  const now = parts.now();
  const ready = Object.values(await parts.pool.list()).filter(
    (node) => isServing(node, version, now) && stateOf(breakerOf(node, model), now) === "closed",
  );
  const pieces = partsOf(work, ready.length);
  if (pieces.length === 1) return route(parts, call);
  const stop = new AbortController();
  const signal = call.signal ? AbortSignal.any([call.signal, stop.signal]) : stop.signal;
  let failed: Result<Routed> | undefined;
  const routed = await Promise.all(
    pieces.map(async (piece) => {
      const part = await route(parts, { ...call, work: piece, signal });
      if (!part.ok) {
        // The first to fail says why; the others fail because of it.
        failed ??= part;
        stop.abort();
      }
      return part;
    }),
  );
  return failed ?? ok(joined(routed.flatMap((part) => (part.ok ? [part.value] : []))));
}

function joined(parts: readonly Routed[]): Routed {
  const [first] = parts;
  if (!first) throw new RangeError("There is nothing to join.");
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  const sum = (of: (part: Routed) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    model: first.model,
    dimensions: first.dimensions,
    nodeId: first.nodeId,
    values,
    tokens: sum(({ tokens }) => tokens),
    truncated: sum(({ truncated }) => truncated),
    times: longestPhases(parts.map(({ times }) => times)),
    ...(parts.some(({ hedged }) => hedged) ? { hedged: true } : {}),
  };
}
