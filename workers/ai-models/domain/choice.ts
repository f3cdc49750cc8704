/** Which node takes the next call: power of two choices on expected wait (Mitzenmacher 2001, IEEE TPDS 12(10)). */
import { heartbeatMs, type Candidate } from "./pooled-node.ts";

/** Throughput assumed of a node that has not measured its own yet, tokens a second: about one slow CPU core. */
export const assumedTokensPerSecond = 1_000;

/** Seconds assumed for loading a model that a node does not have in memory: a small one takes a tenth of that, a large one more. */
export const assumedLoadSeconds = 2;

/**
 * Seconds until a call sent now would start: what the node reported plus `sentSince`, tokens that we sent after its report, and the time to
 * load the model where it is not in memory.
 */
export function expectedWaitSeconds({ load, cold }: Candidate, sentSince: number): number {
  const speed = load.tokensPerSecond > 0 ? load.tokensPerSecond : assumedTokensPerSecond;
  return (load.queuedTokens + load.runningTokens + sentSince) / speed + (cold ? assumedLoadSeconds : 0);
}

/** After so long without a report nobody knows how busy a node is: two and a half heartbeats. */
export const staleAfterMs = 2.5 * heartbeatMs;

/** Those that reported lately; all when none did. */
export function freshOf(candidates: readonly Candidate[], now: number): readonly Candidate[] {
  const fresh = candidates.filter(({ lastHeartbeat }) => now - lastHeartbeat < staleAfterMs);
  return fresh.length > 0 ? fresh : candidates;
}

/**
 * The less busy of two nodes drawn at random; undefined when there are none. A trial goes first: it is offered to one call only, and
 * a call that fails there is repeated elsewhere. `random` gives numbers in [0, 1); two are drawn.
 */
export function chooseNode(
  candidates: readonly Candidate[],
  sentSince: (candidate: Candidate) => number,
  random: () => number,
): Candidate | undefined {
  const trial = candidates.find((candidate) => candidate.trial);
  if (trial) return trial;
  const first = candidates[Math.floor(random() * candidates.length)];
  if (!first) return undefined;
  const others = candidates.filter((candidate) => candidate !== first);
  const second = others[Math.floor(random() * others.length)];
  if (!second) return first;
  return expectedWaitSeconds(second, sentSince(second)) < expectedWaitSeconds(first, sentSince(first)) ? second : first;
}
