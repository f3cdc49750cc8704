/** The few distributions that the tests of this folder stand on: normal, beta, hypergeometric, chi-square. */

/** ln Γ(x) for x > 0: Stirling's series after shifting x to 10 or more. Absolute error below 1e-13. */
export function lnGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 10) {
    shift += Math.log(z);
    z += 1;
  }
  const inverse = 1 / (z * z);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** ln of the binomial coefficient n over k. */
export function lnChoose(n: number, k: number): number {
  return lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
}

/**
 * Regularised lower incomplete gamma function P(a, x): power series below a + 1, continued fraction (modified Lentz) above.
 * Abramowitz & Stegun 6.5.29 and 6.5.31.
 */
export function gammaP(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  return 1 - gammaQ(a, x);
}

/** Upper tail 1 - P(a, x), accurate where it is small. */
export function gammaQ(a: number, x: number): number {
  if (x < a + 1) return 1 - gammaP(a, x);
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  return front / continuedFraction(x + 1 - a, (n) => ({ numerator: n * (a - n), denominator: x + 2 * n + 1 - a }));
}

/** P(Z > z) for a standard normal Z; relative error about 1e-14 in both tails. */
export function normalTail(z: number): number {
  const tail = 0.5 * gammaQ(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

/** The z with P(Z ≤ z) = p, 0 < p < 1, by bisection on the upper tail. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  let z = 0;
  let [low, high] = [0, 40];
  for (let i = 0; i < 60; i++) {
    z = (low + high) / 2;
    if (normalTail(z) > p) low = z;
    else high = z;
  }
  return -z;
}

/** P(X > x) of chi-square with `degrees` degrees of freedom. */
export function chiSquareTail(x: number, degrees: number): number {
  return x <= 0 ? 1 : gammaQ(degrees / 2, x / 2);
}

/** Regularised incomplete beta function I_x(a, b): continued fraction, Abramowitz & Stegun 26.5.8. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const fraction = continuedFraction(1, (n) => {
    const m = Math.floor(n / 2);
    const numerator =
      n % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return { numerator, denominator: 1 };
  });
  return front / fraction;
}

/** The x with I_x(a, b) = p, by bisection. */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X = k): k marked among `draws` taken without replacement from `total` of which `marked` are marked. */
export function hypergeometric(k: number, marked: number, draws: number, total: number): number {
  if (k < Math.max(0, draws - (total - marked)) || k > Math.min(marked, draws)) return 0;
  return Math.exp(lnChoose(marked, k) + lnChoose(total - marked, draws - k) - lnChoose(total, draws));
}

/** b0 + n1/(d1 + n2/(d2 + …)) by the modified Lentz algorithm. */
function continuedFraction(first: number, part: (n: number) => { numerator: number; denominator: number }): number {
  const tiny = 1e-300;
  let value = first || tiny;
  let c = value;
  let d = 0;
  for (let n = 1; n < 10_000; n++) {
    const { numerator, denominator } = part(n);
    d = 1 / (denominator + numerator * d || tiny);
    c = denominator + numerator / c || tiny;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}
