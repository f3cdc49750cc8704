/** One figure for a node whose models share its lanes. */
import type { NodeLoad } from "../../contracts/node-protocol.ts";

/**
 * Tokens add up. The speed is such that tokens ÷ speed is the time that the lanes need for all that waits or runs; of an idle node it is
 * the mean of the speeds measured. 0 until one is.
 */
export function combinedLoad(loads: readonly NodeLoad[]): NodeLoad {
  const queuedTokens = sum(loads.map((load) => load.queuedTokens));
  const runningTokens = sum(loads.map((load) => load.runningTokens));
  const measured = loads.filter(({ tokensPerSecond }) => tokensPerSecond > 0);
  if (measured.length === 0) return { queuedTokens, runningTokens, tokensPerSecond: 0 };
  const work = (load: NodeLoad) => load.queuedTokens + load.runningTokens;
  const tokens = sum(measured.map(work));
  const seconds = sum(measured.map((load) => work(load) / load.tokensPerSecond));
  const mean = sum(measured.map((load) => load.tokensPerSecond)) / measured.length;
  return { queuedTokens, runningTokens, tokensPerSecond: seconds > 0 ? tokens / seconds : mean };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
