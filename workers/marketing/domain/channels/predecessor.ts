/**
 * The predecessor's channel formula, with its constants, over our channel profiles. Its audience fit is 0.7 for everybody
 * and its budget fit ignores the budget; both are kept here so that its ranking can be compared with ours (`fit.ts`).
 */
import { goals as allGoals, type BusinessType, type Goal } from "../../../../contracts/services/marketing-channels.ts";
import type { ChannelProfile, Level, Metric } from "./profiles.ts";

/** The less of it the better: difficulty and time to results. */
const ease: Record<Level, number> = { low: 1, medium: 0.8, high: 0.6 };
const budgetFitOfCost: Record<Level, number> = { low: 1, medium: 0.7, high: 0.4 };
const baseMetrics: Record<Metric, number> = { awareness: 0.7, engagement: 0.6, conversion: 0.5, retention: 0.4, reach: 0.8, cost: 0.6 };
const baseEffectiveness = 0.7;
const audienceFit = 0.7;

/** 1 where the channel is typical for the business, else 0.5. */
export function businessFit(profile: ChannelProfile, business: BusinessType): number {
  return profile.typicalFor.includes(business) ? 1 : 0.5;
}

/** Mean over the goals: 1 where the channel is recommended, else 0.3. */
export function goalFit(profile: ChannelProfile, goals: readonly Goal[]): number {
  const wanted = goals.length > 0 ? goals : allGoals;
  return wanted.reduce((sum, goal) => sum + (profile.recommendedFor.includes(goal) ? 1 : 0.3), 0) / wanted.length;
}

export function easeOf(level: Level): number {
  return ease[level];
}

/** Mean of six base metrics after the channel's factors, each at most 1. */
export function metricMean({ strengths }: ChannelProfile): number {
  const metrics = Object.entries(baseMetrics).map(([metric, base]) => Math.min(1, base * (strengths[metric as Metric] ?? 1)));
  return metrics.reduce((sum, value) => sum + value, 0) / metrics.length;
}

/** (0.7 × .2 + business × .3 + goals × .3 + difficulty × .1 + time × .1) × mean of the metrics. */
export function effectiveness(profile: ChannelProfile, business: BusinessType, goals: readonly Goal[]): number {
  const judged =
    baseEffectiveness * 0.2 +
    businessFit(profile, business) * 0.3 +
    goalFit(profile, goals) * 0.3 +
    easeOf(profile.difficulty) * 0.1 +
    easeOf(profile.timeToResults) * 0.1;
  return judged * metricMean(profile);
}

export interface PredecessorScore {
  priority: number;
  factors: { effectiveness: number; audience: number; goals: number; budget: number };
}

/** Effectiveness × .3 + audience × .2 + goals × .3 + budget × .2. */
export function predecessorScore(profile: ChannelProfile, business: BusinessType, goals: readonly Goal[]): PredecessorScore {
  const factors = {
    effectiveness: effectiveness(profile, business, goals),
    audience: audienceFit,
    goals: goalFit(profile, goals),
    budget: budgetFitOfCost[profile.cost],
  };
  return { priority: factors.effectiveness * 0.3 + factors.audience * 0.2 + factors.goals * 0.3 + factors.budget * 0.2, factors };
}
