/** How a node is, in words, and what there is to do about it. */
import type { NodeView } from "../../../../contracts/services/ai-models.ts";
import { duration } from "../../interface/formats.ts";

/** A node that has not measured its speed counts as so fast, as the router takes it. */
const tokensPerSecondIfUnknown = 1_000;

/** How long the work takes that the node has: "idle", "about 1.2 s of work". */
export function workWords({ queuedTokens, runningTokens, tokensPerSecond }: NodeView["load"]): string {
  const tokens = queuedTokens + runningTokens;
  if (tokens === 0) return "idle";
  const speed = tokensPerSecond > 0 ? tokensPerSecond : tokensPerSecondIfUnknown;
  return `about ${duration((tokens / speed) * 1_000)} of work`;
}

/** What to do about a node that takes no calls, or fails them; undefined: nothing. */
export function nodeAdvice({
  name,
  status,
  drained,
  breaker,
}: Pick<NodeView, "name" | "status" | "drained" | "breaker">): string | undefined {
  if (status === "lost")
    return `${name} is not heard any more: look whether its process runs and reaches the edge. It joins again by itself.`;
  if (status === "left") return undefined;
  if (drained) return `${name} was drained by an operator: it finishes what it has and gets no new calls until it is resumed.`;
  if (status === "draining") return `${name} finishes what it has and gets no new calls: somebody told its process to end.`;
  if (breaker === "open")
    return `${name} failed several calls in a row and gets none for a while: look into its log. A call on trial follows by itself.`;
  return undefined;
}
