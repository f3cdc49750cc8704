/** Shares of many groups at once: those of small groups are drawn towards what is usual, since they vary most by chance. */
import type { ShrunkShare } from "../../../../contracts/services/niche-figures.ts";
import { betaQuantile, logGamma } from "../../../kit/statistics/beta.ts";
import { minimum } from "../../../kit/statistics/minimum.ts";

/** With fewer groups there is no telling how much groups differ. */
const fewestGroups = 3;
/** Of the prior, in people: from hardly any to so many that all groups count as one. */
const [weakest, strongest] = [1, 10_000];

/**
 * Beta-binomial empirical Bayes (Efron & Morris 1975; Kleinman 1973): the groups' own shares follow Beta(m s, (1 − m) s) with mean m and strength s
 * (1 to 10,000) of the largest marginal likelihood. Gives each group's posterior mean with its 95 % interval; that m and s are uncertain too is not in
 * it. Undefined for fewer than three groups and where nobody or everybody counts.
 */
export function shrunkShares(groups: readonly { count: number; n: number }[]): ShrunkShare[] | undefined {
  const [counts, whole] = [groups.reduce((sum, { count }) => sum + count, 0), groups.reduce((sum, { n }) => sum + n, 0)];
  if (groups.length < fewestGroups || counts === 0 || counts === whole) return undefined;
  const priorAt = ([logit = 0, log = 0]: readonly number[]) => ({
    mean: 1 / (1 + Math.exp(-logit)),
    strength: Math.min(strongest, Math.max(weakest, Math.exp(log))),
  });
  const unlikely = (at: readonly number[]) => {
    const { mean, strength } = priorAt(at);
    return -logLikelihood(groups, mean * strength, (1 - mean) * strength);
  };
  const starts = [2, 20, 500].map((strength) => minimum(unlikely, [Math.log(counts / (whole - counts)), Math.log(strength)], [0.5, 0.5]));
  const { mean, strength } = priorAt(starts.toSorted((x, y) => x.value - y.value)[0]?.at ?? []);
  return groups.map(({ count, n }) => {
    const [a, b] = [mean * strength + count, (1 - mean) * strength + n - count];
    return {
      value: a / (a + b),
      low: betaQuantile(0.025, a, b),
      high: betaQuantile(0.975, a, b),
      n,
      prior: { mean, strength, groups: groups.length },
      method: "beta-binomial empirical Bayes, 95 % of the posterior",
    };
  });
}

/** Of the beta-binomial, without what does not depend on `a` and `b`. */
function logLikelihood(groups: readonly { count: number; n: number }[], a: number, b: number): number {
  const logBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
  const prior = logBeta(a, b);
  return groups.reduce((sum, { count, n }) => sum + logBeta(a + count, b + n - count) - prior, 0);
}
