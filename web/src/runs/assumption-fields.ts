/** What a founder may state before a run: names, units, and how typed figures become the run's assumptions. */
import { toMajor, toMinor, type Currency } from "../../../contracts/money.ts";
import { runAssumptionsSchema, type RunInput } from "../../../contracts/services/agent-teams.ts";
import type { Estimate } from "../../../contracts/services/estimate.ts";
import { numberOf } from "../interface/form.ts";

/** `money`: in major units of the run's currency; `share`: in per cent; `number`: as it is. */
export type AssumptionUnit = "money" | "share" | "number";

export interface AssumptionField {
  key: string;
  label: string;
  unit: AssumptionUnit;
  /** Part of the projection rather than of the price. */
  projection: boolean;
  /** False: one whole number without a range. */
  ranged: boolean;
  hint: string;
}

const price = (key: string, label: string, unit: AssumptionUnit, hint: string, ranged = true): AssumptionField => ({
  key,
  label,
  unit,
  hint,
  ranged,
  projection: false,
});
const projection = (key: string, label: string, unit: AssumptionUnit, hint: string, ranged = true): AssumptionField => ({
  key,
  label,
  unit,
  hint,
  ranged,
  projection: true,
});

export const assumptionFields: readonly AssumptionField[] = [
  price("costPerUser", "Cost per paying user", "money", "a month"),
  price("competitorPrice", "Competitor's price", "money", "a month, of the nearest alternative"),
  price("valuePerception", "Value against the competitor", "number", "1 is the same, 2 is worth twice as much"),
  price("priceSensitivity", "Price sensitivity", "number", "0: buyers do not look at the price, 1: at nothing else"),
  price("elasticity", "Price elasticity", "number", "1.5: one per cent dearer, 1.5 per cent fewer buyers"),
  price("marketSize", "Reachable buyers", "number", "people, at most", false),
  projection("initialUsers", "Users at the start", "number", "free users", false),
  projection("acquisition", "New users in the first month", "number", "a month"),
  projection("acquisitionGrowth", "Growth of new users", "share", "% a month"),
  projection("conversion", "Free users who start to pay", "share", "% a month"),
  projection("churn", "Users who leave", "share", "% a month"),
];

/** Where an answer that refuses a run names the field. */
export function assumptionPath({ key, projection: inProjection }: AssumptionField): string {
  return inProjection ? `assumptions.projection.${key}` : `assumptions.${key}`;
}

/** As typed; empty means not stated. */
export interface TypedEstimate {
  value: string;
  low: string;
  high: string;
}
export const notTyped: TypedEstimate = { value: "", low: "", high: "" };

export type TypedAssumptions = Readonly<Record<string, TypedEstimate>>;

type Assumptions = NonNullable<RunInput["assumptions"]>;

/**
 * Only what was typed: everything left empty stays an assumption of the method, and is listed as one in the results. A range
 * needs a value; a range with one end keeps the method's default for the other.
 */
export function statedAssumptions(typed: TypedAssumptions, currency: Currency): Assumptions {
  const stated = (inProjection: boolean) =>
    Object.fromEntries(
      assumptionFields
        .filter((field) => field.projection === inProjection)
        .flatMap((field) => {
          const estimate = estimateOf(typed[field.key] ?? notTyped, field, currency);
          return estimate === undefined ? [] : [[field.key, estimate]];
        }),
    );
  const projected = stated(true);
  return { ...stated(false), ...(Object.keys(projected).length > 0 ? { projection: projected } : {}) };
}

function estimateOf(typed: TypedEstimate, { unit, ranged }: AssumptionField, currency: Currency): Estimate | undefined {
  const [value, low, high] = [typed.value, typed.low, typed.high].map((text) => fromUnit(numberOf(text), unit, currency));
  if (value === undefined) return undefined;
  if (!ranged || (low === undefined && high === undefined)) return value;
  return { value, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

function fromUnit(value: number | undefined, unit: AssumptionUnit, currency: Currency): number | undefined {
  if (value === undefined) return undefined;
  if (unit === "money") return toMinor(value, currency);
  // Twelve digits: 7 % is 0.07 and not 0.07000000000000001.
  return unit === "share" ? Number((value / 100).toPrecision(12)) : value;
}

const defaults = runAssumptionsSchema.parse({});

/** What the method assumes where nothing is typed, in the unit of the field. */
export function defaultOf({ key, unit, projection: inProjection }: AssumptionField, currency: Currency): string {
  const known: Readonly<Record<string, unknown>> = inProjection ? defaults.projection : defaults;
  const value = known[key];
  if (typeof value !== "number") return "";
  if (unit === "money") return String(toMajor({ minor: value, currency }));
  return String(unit === "share" ? Number((value * 100).toPrecision(12)) : value);
}

/** Default budget a month in major units of `currency`. */
export function defaultBudget(currency: Currency): number {
  return toMajor({ minor: defaults.budget.minor, currency });
}
