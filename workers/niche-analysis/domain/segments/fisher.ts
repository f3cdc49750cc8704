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
  const logOf = (k: number) => choose(n1, k) + choose(n2, successes - k);
  // Relative to the likeliest table, from which the others follow by multiplication, the next one first.
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((successes + 1) * (n1 + 1)) / (n1 + n2 + 2))));
  const limit = Math.exp(logOf(a) - logOf(mode)) * (1 + sameness);
  const smallest = Math.min(limit, 1) * 1e-17;
  let [all, unlikely] = [0, 0];
  const count = (likelihood: number) => {
    all += likelihood;
    if (likelihood <= limit) unlikely += likelihood;
  };
  count(1);
  for (let k = mode, likelihood = 1; k < highest && likelihood > smallest; k++)
    count((likelihood *= ((n1 - k) * (successes - k)) / ((k + 1) * (n2 - successes + k + 1))));
  for (let k = mode, likelihood = 1; k > lowest && likelihood > smallest; k--)
    count((likelihood *= (k * (n2 - successes + k)) / ((n1 - k + 1) * (successes - k + 1))));
  return Math.min(1, unlikely / all);
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
