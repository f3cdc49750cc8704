/** Outcome scores guessed from texts, where no survey was made: a proxy, and marked as one everywhere. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { complaintThreshold } from "../../complaint/score.ts";
import { unitsOf } from "../../intervals/bootstrap.ts";
import { ranksOf } from "../../intervals/ranks.ts";
import { opportunityOf, type OutcomeScores } from "./odi.ts";
import { scoresOf } from "./scores.ts";

export interface OutcomeMention {
  outcome: string;
  author?: string;
  /** Complaint score of the text, 0 to 1. */
  complaint: number;
}

/** Resamples behind each interval. */
export const textProxySamples = 400;

/** How many of a person's texts speak of an outcome, and how many of these complain how strongly. */
interface Tally {
  place: number;
  texts: number;
  complaints: number;
  strength: number;
}

/**
 * Importance: 10 × the mean of two numbers from 0 to 1: the rank of the outcome by distinct authors (its rank ÷ the number of outcomes) and the
 * mean complaint score of its complaining texts (0 when none complains). Satisfaction: 10 × the share of its texts that do not complain. The
 * interval is a 95 % bootstrap over authors, ranks computed anew each time. The weights are ours: the figures order the outcomes of one set of
 * texts and are not comparable with those of a survey or of other texts.
 */
export function textProxyScores(mentions: readonly OutcomeMention[], seed: number): OutcomeScores {
  const outcomes = [...new Set(mentions.map(({ outcome }) => outcome))].toSorted();
  const places = new Map(outcomes.map((outcome, i) => [outcome, i]));
  const units = unitsOf(mentions.map(({ author }) => author));
  const people = units.map((rows) =>
    talliesOf(
      rows.flatMap((row) => mentions[row] ?? []),
      places,
    ),
  );
  const everyone = new Uint16Array(people.length).fill(1);
  const random = xoroshiro128plus(seed);
  const drawn = new Uint16Array(people.length);
  const draws = Array.from({ length: textProxySamples }, () => {
    drawn.fill(0);
    for (let i = 0; i < people.length; i++) {
      const person = uniformInt(random, 0, people.length - 1);
      drawn[person] = (drawn[person] ?? 0) + 1;
    }
    return figuresOf(people, drawn, outcomes.length).map(({ importance, satisfaction }) => opportunityOf(importance, satisfaction));
  });
  return scoresOf("text-proxy", "proxy from texts, not a survey: prevalence rank and strength of complaints; 95 % bootstrap over authors", {
    outcomes,
    figures: figuresOf(people, everyone, outcomes.length),
    draws,
  });
}

function talliesOf(mentions: readonly OutcomeMention[], places: ReadonlyMap<string, number>): Tally[] {
  const tallies = new Map<number, Tally>();
  for (const { outcome, complaint } of mentions) {
    const place = places.get(outcome) ?? 0;
    const tally = tallies.get(place) ?? { place, texts: 0, complaints: 0, strength: 0 };
    tallies.set(place, tally);
    tally.texts++;
    if (complaint < complaintThreshold) continue;
    tally.complaints++;
    tally.strength += complaint;
  }
  return [...tallies.values()];
}

/** `drawn[i]`: how often the i-th person counts. NaN where no text of an outcome was drawn. */
function figuresOf(people: readonly (readonly Tally[])[], drawn: Uint16Array, outcomes: number) {
  const totals = Array.from({ length: outcomes }, () => ({ people: 0, texts: 0, complaints: 0, strength: 0 }));
  for (let person = 0; person < people.length; person++) {
    const times = drawn[person] ?? 0;
    if (times === 0) continue;
    for (const { place, texts, complaints, strength } of people[person] ?? []) {
      const total = totals[place];
      if (!total) continue;
      total.people += times;
      total.texts += times * texts;
      total.complaints += times * complaints;
      total.strength += times * strength;
    }
  }
  const ranks = ranksOf(totals.map((total) => total.people));
  return totals.map(({ people: n, texts, complaints, strength }, i) => {
    const prevalence = (ranks[i] ?? 0) / outcomes;
    const intensity = complaints === 0 ? 0 : strength / complaints;
    return {
      importance: texts === 0 ? Number.NaN : 5 * (prevalence + intensity),
      satisfaction: (10 * (texts - complaints)) / texts,
      n,
    };
  });
}
