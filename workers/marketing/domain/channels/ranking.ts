/** All channels scored and ordered for a plan, with the reason in words, and the budget that follows. */
import { channels, type BudgetLine, type PlanChannel, type PlanMethod } from "../../../../contracts/services/marketing-channels.ts";
import { toMajor, toMinor, type Currency, type Money } from "../../../../contracts/money.ts";
import { fittedBudget, fixedShareBudget } from "./budget.ts";
import { fitScore, type FitQuestion } from "./fit.ts";
import { predecessorScore } from "./predecessor.ts";
import { channelProfiles, type ChannelProfile } from "./profiles.ts";

/** What a dollar of the profiles' floors stands for. Not an exchange rate: floors are rough, and so is this. */
const unitsPerDollar: Record<Currency, number> = { USD: 1, EUR: 1, GBP: 1, CHF: 1, JPY: 150 };

export interface ChannelQuestion extends Omit<FitQuestion, "budget"> {
  budget: Money;
  method: PlanMethod;
}

export interface ChannelPlan {
  channels: PlanChannel[];
  budget: BudgetLine[];
}

/** Channels best first (equal scores in the catalogue's order), and the split of the budget by the same method. */
export function planChannels(question: ChannelQuestion): ChannelPlan {
  const scored = channels.map((channel) => ({ channel, ...scoreOf(channelProfiles[channel], question) }));
  const ranked = scored.toSorted((a, b) => b.score - a.score);
  return { channels: ranked, budget: budgetOf(question, ranked) };
}

function scoreOf(profile: ChannelProfile, question: ChannelQuestion): Omit<PlanChannel, "channel"> {
  if (question.method === "fixed-shares") {
    const { priority, factors } = predecessorScore(profile, question.business, question.goals);
    const reason = `${profile.name}: audience and budget count the same for everybody here (0.7, and ${profile.cost} cost).`;
    return { score: priority, low: priority, high: priority, factors, reason };
  }
  const fit = fitScore(profile, { ...question, budget: inDollars(question.budget) });
  return { score: fit.value, low: fit.low, high: fit.high, factors: fit.factors, reason: reasonOf(profile, question, fit.factors) };
}

function reasonOf(profile: ChannelProfile, { business, goals, places }: ChannelQuestion, factors: PlanChannel["factors"]): string {
  const met = goals.filter((goal) => profile.recommendedFor.includes(goal));
  const theirs = profile.places.filter((place) => places.includes(place));
  const parts = [
    profile.typicalFor.includes(business) ? `usual for ${spoken(business)}` : `unusual for ${spoken(business)}`,
    met.length === 0 ? "serves none of the goals directly" : `serves ${met.map(spoken).join(", ")}`,
    placesPart(profile, places.length > 0, theirs),
    factors.budget >= 1
      ? "the budget covers what it takes"
      : `the budget covers about ${Math.round(100 * factors.budget)} % of what it takes to learn anything`,
  ];
  return `${profile.name}: ${parts.join("; ")}.`;
}

function placesPart(profile: ChannelProfile, known: boolean, theirs: readonly string[]): string {
  if (!known) return "nobody has said where the audience is, so its reach is a guess";
  return theirs.length > 0
    ? `meets them in ${theirs.map(spoken).join(" and ")}`
    : `works in ${profile.places.map(spoken).join(" and ")}, where they are not known to be`;
}

function budgetOf({ method, budget }: ChannelQuestion, ranked: readonly PlanChannel[]): BudgetLine[] {
  if (method === "fixed-shares") return fixedShareBudget(budget);
  const floorOf = (channel: PlanChannel["channel"]) =>
    toMinor(channelProfiles[channel].floor[0] * unitsPerDollar[budget.currency], budget.currency);
  return fittedBudget(
    budget,
    ranked.map(({ channel, score }) => ({ channel, score, floor: floorOf(channel) })),
  );
}

function inDollars(budget: Money): number {
  return toMajor(budget) / unitsPerDollar[budget.currency];
}

function spoken(name: string): string {
  return name === "saas" ? "software subscriptions" : name.replaceAll("-", " ");
}
