/** Could two groups differ as much by chance? For counts, however small. */
import { logGamma } from "../../../kit/statistics/beta.ts";

/** Two tables are equally likely when their probabilities differ by less than this part (as in R's `fisher.test`). */
const sameness = 1e-7;

/**
 * Fisher's exact test, two-sided (Fisher 1935): of all tables with the margins of `a` of `n1` and `b` of `n2`, the probability of those that are
 * no likelier than this one.
 */
export function fisherExact(a: number, n1: number, b: number, n2: number): number {
  const successes = a + b;
  const lowest = Math.max(0, successes - n2);
  const highest = Math.min(n1, successes);
  const logOf = (k: number) => choose(n1, k) + choose(n2, successes - k) - choose(n1 + n2, successes);
  const limit = logOf(a) + sameness;
  let total = 0;
  for (let k = lowest; k <= highest; k++) {
    const log = logOf(k);
    if (log <= limit) total += Math.exp(log);
  }
  return Math.min(1, total);
}

function choose(n: number, k: number): number {
  return factorial(n) - factorial(k) - factorial(n - k);
}

/** Logarithms of factorials, made once: a test asks for thousands. */
const factorials: number[] = [0];
function factorial(n: number): number {
  if (n > 500_000) return logGamma(n + 1);
  for (let i = factorials.length; i <= n; i++) factorials.push((factorials[i - 1] ?? 0) + Math.log(i));
  return factorials[n] ?? 0;
}
