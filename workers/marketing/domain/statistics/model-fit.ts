/** Information criteria: fit paid for in parameters; the lower of two models of the same data is preferred. */

/** 2k - 2 ln L (Akaike 1974). */
export function aic(logLikelihood: number, parameters: number): number {
  return 2 * parameters - 2 * logLikelihood;
}

/** k ln n - 2 ln L (Schwarz 1978). */
export function bic(logLikelihood: number, parameters: number, observations: number): number {
  return parameters * Math.log(observations) - 2 * logLikelihood;
}
