import { expect, test } from "vitest";
import { aic, bic } from "./model-fit.ts";

test("S16: AIC and BIC of log-likelihood -100 with 3 parameters on 100 observations", () => {
  expect(aic(-100, 3)).toBe(206);
  expect(bic(-100, 3, 100)).toBeCloseTo(213.8155, 4);
});
