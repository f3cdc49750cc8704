/** A large call in parts that several nodes compute at once. */
import { estimateTokens } from "./dispatched.ts";
import { textsOf, type Work } from "./node-call.ts";

/** Parts are worth their overhead from so many tokens on: about a second of a slow core. */
export const tokensWorthAPart = 2_048;
/** A call asks the pool once for each part, and a request has 32 subrequests. */
const maxParts = 8;

/**
 * The work in contiguous parts of about equal tokens, at most one for each of `nodes`; the parts' rows, one after the other, are those of the whole.
 * What is isolated stays whole: its texts are one batch.
 */
export function partsOf(work: Work, nodes: number): Work[] {
  const texts = work.kind === "rerank" ? work.documents : work.texts;
  const costs = texts.map((text) => estimateTokens(work.kind === "rerank" ? [work.query, text] : [text]));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const count = Math.min(nodes, maxParts, texts.length, Math.floor(total / tokensWorthAPart));
  if (work.isolated || count < 2) return [work];
  const parts: string[][] = [];
  let [from, cost] = [0, 0];
  for (let at = 0; at < texts.length; at++) {
    cost += costs[at] ?? 0;
    // A part ends where its share of the whole is reached, or where the rest has just one text for each part to come.
    const isFull = cost >= (total * (parts.length + 1)) / count || texts.length - at - 1 === count - parts.length - 1;
    if (!isFull || parts.length === count - 1) continue;
    parts.push(texts.slice(from, at + 1));
    from = at + 1;
  }
  parts.push(texts.slice(from));
  return parts.map((part): Work => (work.kind === "rerank" ? { ...work, documents: part } : { ...work, texts: part }));
}

/** Tokens that the work will probably cost. */
export function costOf(work: Work): number {
  return estimateTokens(textsOf(work));
}
