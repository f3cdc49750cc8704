/** The uncertain inputs of a projection: as assumptions to show, and as one draw per simulated future. */
import type * as z from "zod";
import type { Assumption, Estimate } from "../../../../contracts/services/estimate.ts";
import type { countedRateSchema, ProjectRevenueInput } from "../../../../contracts/services/projections.ts";
import { certain, readEstimate } from "../estimate.ts";
import { wilson, z90 } from "../interval.ts";
import type { Chance } from "../../../kit/statistics/chance.ts";
import type { UserRates } from "./users.ts";

type CountedRate = z.infer<typeof countedRateSchema>;

/** One uncertain input: what is shown of it, and how a future draws it. */
interface Parameter {
  assumption: Assumption;
  draw(chance: Chance): number;
}

export interface ProjectionParameters {
  initialUsers: number;
  acquisition: Parameter;
  acquisitionGrowth: Parameter;
  conversion: Parameter;
  churn: Parameter;
}

/** `stated` names the inputs that the caller gave; the others are listed as defaults of the method. */
export function readParameters(inputs: ProjectRevenueInput["inputs"], stated: ReadonlySet<string>): ProjectionParameters {
  const field = (name: string, unit: string, min: number, max: number) => ({
    name,
    unit,
    min,
    max,
    origin: stated.has(name) ? ("stated" as const) : ("default" as const),
  });
  return {
    initialUsers: inputs.initialUsers,
    acquisition: lognormal(readEstimate(inputs.acquisition, field("acquisition", "new users in the first month", 0, 1e7))),
    acquisitionGrowth: pert(readEstimate(inputs.acquisitionGrowth, field("acquisitionGrowth", "share a month", -0.5, 1))),
    conversion: rate(inputs.conversion, field("conversion", "share of free users a month", 0, 1)),
    churn: rate(inputs.churn, field("churn", "share of users a month", 0, 1)),
  };
}

/** Every parameter at its stated value: what the deterministic series uses. */
export function centralRates({ initialUsers, acquisition, acquisitionGrowth, conversion, churn }: ProjectionParameters): UserRates {
  return {
    initialUsers,
    acquisition: acquisition.assumption.value,
    acquisitionGrowth: acquisitionGrowth.assumption.value,
    conversion: conversion.assumption.value,
    churn: churn.assumption.value,
  };
}

/** One future's rates. Always draws in the same order, so that a seed means the same for every scenario. */
export function drawRates(parameters: ProjectionParameters, chance: Chance): UserRates {
  const acquisition = parameters.acquisition.draw(chance);
  const acquisitionGrowth = parameters.acquisitionGrowth.draw(chance);
  const conversion = parameters.conversion.draw(chance);
  const churn = parameters.churn.draw(chance);
  return { initialUsers: parameters.initialUsers, acquisition, acquisitionGrowth, conversion, churn };
}

export function listParameters({ initialUsers, acquisition, acquisitionGrowth, conversion, churn }: ProjectionParameters): Assumption[] {
  return [
    certain("initialUsers", initialUsers, "users"),
    acquisition.assumption,
    acquisitionGrowth.assumption,
    conversion.assumption,
    churn.assumption,
  ];
}

/** Lognormal with its median at the value and the 5 % and 95 % points as far apart, in ratio, as the range; PERT where the range touches 0. */
function lognormal(assumption: Assumption): Parameter {
  const { value, low, high } = assumption;
  if (low <= 0 || low === high) return pert(assumption);
  const sigma = Math.log(high / low) / (2 * z90);
  return { assumption, draw: (chance) => value * Math.exp(sigma * chance.normal()) };
}

function pert(assumption: Assumption): Parameter {
  const { low, value, high } = assumption;
  return { assumption, draw: (chance) => chance.pert(low, value, high) };
}

function rate(given: Estimate | CountedRate, field: Parameters<typeof readEstimate>[1]): Parameter {
  if (typeof given === "number" || "value" in given) return pert(readEstimate(given, field));
  const { successes, trials, evidenceIds } = given;
  // Jeffreys prior: counts of 0 or of all do not make a rate certain.
  const [a, b] = [successes + 0.5, trials - successes + 0.5];
  const { low, high } = wilson(successes, trials, z90);
  const value = a / (a + b);
  const assumption: Assumption = {
    name: field.name,
    unit: field.unit,
    value,
    low: Math.min(low, value),
    high: Math.max(high, value),
    basis: evidenceIds.length > 0 ? "evidence" : "assumption",
    evidenceIds,
    origin: "stated",
    editable: true,
  };
  return { assumption, draw: (chance) => chance.beta(a, b) };
}
