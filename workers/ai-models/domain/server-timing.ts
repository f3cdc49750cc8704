/** `Server-Timing` (W3C, https://www.w3.org/TR/server-timing/): what a node says of its phases, and what callers are told. */
import type { PhaseTimes } from "../../../contracts/services/ai-models.ts";

const phases = { tokenizeMs: "tokenize", queueMs: "queue", inferenceMs: "inference" } as const;
const names = Object.keys(phases) as (keyof PhaseTimes)[];

/** The phases in a node's header, as far as it names them. */
export function readPhases(timing: string | null): PhaseTimes {
  const found = names.flatMap((name) => {
    const duration = new RegExp(`(?:^|,\\s*)${phases[name]};dur=([\\d.]+)`).exec(timing ?? "")?.[1];
    return duration === undefined ? [] : [[name, Number(duration)] as const];
  });
  return Object.fromEntries(found);
}

/** Of calls that ran side by side: the longest of each phase. */
export function longestPhases(times: readonly PhaseTimes[]): PhaseTimes {
  const longest = names.flatMap((name) => {
    const known = times.flatMap((one) => one[name] ?? []);
    return known.length === 0 ? [] : [[name, Math.max(...known)] as const];
  });
  return Object.fromEntries(longest);
}

/** `cache;desc=hit`, or the phases on the node; then all that the service took. */
export function writeServerTiming({ cached, times }: { cached?: boolean | undefined; times: PhaseTimes }, totalMs: number): string {
  const entries = cached
    ? ["cache;desc=hit"]
    : names.flatMap((name) => (times[name] === undefined ? [] : [`${phases[name]};dur=${times[name].toFixed(1)}`]));
  return [...entries, `total;dur=${totalMs.toFixed(1)}`].join(", ");
}
