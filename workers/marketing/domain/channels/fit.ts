/** Our channel score: the audience's whereabouts and the amount of money decide, and what is not known widens the interval. */
import type { BusinessType, Goal } from "../../../../contracts/services/marketing-channels.ts";
import { businessFit, easeOf, goalFit } from "./predecessor.ts";
import type { ChannelProfile, Place } from "./profiles.ts";

/** A value between its worst and its best case. */
export interface Range {
  low: number;
  value: number;
  high: number;
}

export interface FitQuestion {
  business: BusinessType;
  goals: readonly Goal[];
  /** Empty: nobody knows where the audience is. */
  places: readonly Place[];
  /** Dollars a month. */
  budget: number;
}

export interface FitScore extends Range {
  factors: { effectiveness: number; audience: number; goals: number; budget: number };
}

const [nowhereNear, somewhere] = [0.2, 0.6];

/**
 * (.375 effectiveness + .25 audience + .375 goals) × budget: the predecessor's weights .3, .2, .3 of the parts that are not
 * money, times the share of the least useful spend that the budget covers. A channel that money cannot open is worth nothing
 * this month, whatever else speaks for it. The interval takes every unknown at its worst and at its best; it is a bound, not
 * a confidence interval.
 */
export function fitScore(profile: ChannelProfile, { business, goals, places, budget }: FitQuestion): FitScore {
  const suitable = (businessFit(profile, business) * 0.3 + easeOf(profile.difficulty) * 0.1 + easeOf(profile.timeToResults) * 0.1) / 0.5;
  const goalsMet = goalFit(profile, goals);
  const audience = audienceFit(profile, places);
  const money = budgetFit(profile.floor, budget);
  const combine = (reached: number, covered: number) => (0.375 * suitable + 0.25 * reached + 0.375 * goalsMet) * covered;
  return {
    low: combine(audience.low, money.low),
    value: combine(audience.value, money.value),
    high: combine(audience.high, money.high),
    factors: { effectiveness: suitable, audience: audience.value, goals: goalsMet, budget: money.value },
  };
}

/** 0.2 when the channel meets nobody where they are, 0.6 to 1 by how many of its places are theirs, all of that when unknown. */
export function audienceFit(profile: ChannelProfile, places: readonly Place[]): Range {
  if (places.length === 0) return { low: nowhereNear, value: somewhere, high: 1 };
  const met = profile.places.filter((place) => places.includes(place)).length / profile.places.length;
  const value = met === 0 ? nowhereNear : somewhere + (1 - somewhere) * met;
  return { low: value, value, high: value };
}

/** Share of the floor that `budget` covers, at most 1; the value stands for the middle of the floor's range. */
export function budgetFit([lowest, highest]: readonly [number, number], budget: number): Range {
  const covered = (floor: number) => (floor === 0 ? 1 : Math.min(1, budget / floor));
  return { low: covered(highest), value: covered((lowest + highest) / 2), high: covered(lowest) };
}
