/** Estimates as a caller states them, read into assumptions with a definite range. */
import { defaultSpread, type Assumption, type Estimate } from "../../../contracts/services/estimate.ts";

export interface EstimateField {
  name: string;
  unit: string;
  min: number;
  max: number;
  /** Whether the caller gave the number or the method's default stands in. */
  origin: Assumption["origin"];
}

/**
 * The assumption behind `estimate`. A missing bound becomes `value` ± 20 % of it, cut at the bounds of the field.
 *
 * `readEstimate(0.9, { name: "priceSensitivity", unit: "share", min: 0, max: 1, origin: "stated" })` ranges from 0.72 to 1.
 */
export function readEstimate(estimate: Estimate, { name, unit, min, max, origin }: EstimateField): Assumption {
  const stated = typeof estimate === "number" ? { value: estimate } : estimate;
  const { value } = stated;
  const spread = Math.abs(value) * defaultSpread;
  return {
    name,
    unit,
    value,
    low: stated.low ?? Math.max(min, value - spread),
    high: stated.high ?? Math.min(max, value + spread),
    basis: stated.basis ?? "assumption",
    evidenceIds: stated.evidenceIds ?? [],
    origin,
    editable: true,
  };
}

/** An assumption that is taken as certain: `low` = `value` = `high`. */
export function certain(name: string, value: number, unit: string, origin: Assumption["origin"] = "stated"): Assumption {
  return { name, value, low: value, high: value, unit, basis: "assumption", evidenceIds: [], origin, editable: true };
}
