/** A usage tariff as a request states it, read into exact decimals. */
import type { UsageBillInput } from "../../../../contracts/services/billing.ts";
import type { Limits, Rule } from "./charge.ts";
import { decimal, wholeDecimal, type Decimal } from "./decimal.ts";
import type { UsageTariff } from "./usage-bill.ts";

type Meter = UsageBillInput["meters"][number];

/** The input has passed its schema, so every decimal can be read. */
export function readTariff({ baseFee, meters, minimum, maximum }: UsageBillInput): UsageTariff {
  return {
    baseFee: wholeDecimal(baseFee),
    limits: readLimits({ minimum, maximum }),
    meters: meters.map((meter) => ({
      metric: meter.metric,
      rule: readRule(meter.rule),
      discounts: meter.discounts.map(({ from, share }) => ({ from: decimal(from), share: decimal(share) })),
      limits: readLimits(meter),
    })),
  };
}

export function readUsage({ usage }: UsageBillInput): Map<string, Decimal> {
  return new Map(Object.entries(usage).map(([metric, quantity]) => [metric, decimal(quantity)]));
}

function readLimits({ minimum, maximum }: { minimum: number | null; maximum: number | null }): Limits {
  return { minimum: minimum === null ? null : wholeDecimal(minimum), maximum: maximum === null ? null : wholeDecimal(maximum) };
}

function readRule(rule: Meter["rule"]): Rule {
  switch (rule.kind) {
    case "flat":
      return { kind: "flat", amount: decimal(rule.amount) };
    case "per-unit":
      return { kind: "per-unit", rate: decimal(rule.rate), free: decimal(rule.free) };
    case "graduated":
    case "volume":
      return {
        kind: rule.kind,
        tiers: rule.tiers.map(({ upTo, rate }) => ({ upTo: upTo === null ? null : decimal(upTo), rate: decimal(rate) })),
      };
    case "package":
      return {
        kind: "package",
        size: decimal(rule.size),
        price: decimal(rule.price),
        overageRate: rule.overageRate === null ? null : decimal(rule.overageRate),
      };
  }
}
