/** A revenue projection: the deterministic series, the fan around it, and the outlook for the target. */
import { money } from "../../../../contracts/money.ts";
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { Assumption } from "../../../../contracts/services/estimate.ts";
import type { FanMonth, ProjectedMonth, ProjectRevenueInput, RevenueProjection } from "../../../../contracts/services/projections.ts";
import { certain } from "../estimate.ts";
import { fanOf } from "./fan.ts";
import { simulateFutures } from "./futures.ts";
import { centralRates, listParameters, readParameters, type ProjectionParameters } from "./parameters.ts";
import { averageRevenue, projectSeries } from "./series.ts";
import { targetOutlook } from "./target.ts";

export const projectionMethod = "free-to-paid/1";

/** The projection without what the service adds: id and time. */
export type ProjectionFindings = Omit<RevenueProjection, "id" | "createdAt">;

/** Beyond this, whole minor units are no longer exact. */
const largestExact = Number.MAX_SAFE_INTEGER;

/**
 * Projects revenue. Pure: the seed is part of the input. Fails with `invalid_input` when conversion and churn together
 * exceed 1, or when growth carries the figures beyond what can be stated exactly.
 */
export function projectRevenue(input: ProjectRevenueInput, statedInputs: ReadonlySet<string>): Result<ProjectionFindings> {
  const { currency, months, paths, seed, prices, arithmetic, targetMrr } = input;
  const parameters = readParameters(input.inputs, statedInputs);
  const rates = centralRates(parameters);
  if (rates.conversion + rates.churn > 1) {
    return err("invalid_input", "Conversion and churn add up to more than 1: more users would leave or start paying than there are.", {
      fields: [{ path: "inputs.conversion", message: "conversion + churn ≤ 1 must hold" }],
    });
  }
  const deterministic = projectSeries(rates, prices, months, arithmetic);
  const futures = simulateFutures({ parameters, averageRevenue: averageRevenue(prices), months, paths, seed });
  const fan = fanOf(futures);
  const [end, series] = [fan.at(-1), deterministic.at(-1)];
  if (!end || !series || !isExact(end, series)) {
    return err(
      "invalid_input",
      "With these inputs revenue grows beyond any figure that can be stated exactly. Lower the growth, the months or the prices.",
      {
        fields: [{ path: "inputs.acquisitionGrowth", message: "grows without bound over the months asked for" }],
      },
    );
  }
  return ok({
    nicheId: input.nicheId,
    priceId: input.priceId,
    evidenceIds: input.evidenceIds,
    currency,
    months,
    paths,
    seed,
    arithmetic,
    prices,
    deterministic,
    fan,
    mrrAtEnd: {
      p5: money(end.mrr.p5, currency),
      p50: money(end.mrr.p50, currency),
      p95: money(end.mrr.p95, currency),
      deterministic: money(series.mrr, currency),
    },
    target: targetMrr === undefined ? undefined : targetOutlook(futures, targetMrr, currency),
    assumptions: [...listParameters(parameters), ...pricesAssumed(input)],
    warnings: warningsOf(parameters, months, input.evidenceIds),
    method: projectionMethod,
  });
}

function isExact(end: FanMonth, series: ProjectedMonth): boolean {
  const largest = [end.cumulative.p95, end.cumulative.mean, end.cumulative.meanError, series.cumulative, series.total];
  return largest.every((value) => Math.abs(value) <= largestExact);
}

function pricesAssumed({ prices }: ProjectRevenueInput): Assumption[] {
  return prices.flatMap(({ tier, minor, share }) => [
    certain(`price of ${tier}`, minor, "minor units a month"),
    certain(`share of ${tier}`, share, "share of paying users"),
  ]);
}

/** Acquisition that multiplies by more than this over the span is called out. */
const steep = 5;

function warningsOf(parameters: ProjectionParameters, months: number, evidenceIds: readonly string[]): string[] {
  const warnings: string[] = [];
  const multiple = (1 + parameters.acquisitionGrowth.assumption.value) ** (months - 1);
  if (multiple > steep)
    warnings.push(`Acquisition in month ${months} is ${multiple.toFixed(1)} times that of month 1: growth is assumed never to slow down.`);
  const evident = listParameters(parameters).some(({ basis }) => basis === "evidence");
  if (!evident && evidenceIds.length === 0) warnings.push("No input rests on evidence: this is arithmetic on assumptions.");
  if (parameters.churn.assumption.value === 0) warnings.push("Churn is 0: nobody ever leaves, which no market has shown.");
  return warnings;
}
