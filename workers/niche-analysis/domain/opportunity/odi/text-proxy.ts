/** Outcome scores guessed from texts, where no survey was made: a proxy, and marked as one everywhere. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { complaintThreshold } from "../../complaint/score.ts";
import { unitsOf } from "../../intervals/bootstrap.ts";
import { ranksOf } from "../../intervals/ranks.ts";
import type { OutcomeScores } from "./odi.ts";
import { scoresOf } from "./scores.ts";

export interface OutcomeMention {
  outcome: string;
  author?: string;
  /** What is drawn together with it, a conversation for instance; absent: what its author wrote, or it alone. */
  unit?: number;
  /** Complaint score of the text, 0 to 1. */
  complaint: number;
  /** Whether the text is positive. */
  praises: boolean;
}

/** Resamples behind each interval. */
export const textProxySamples = 400;

/** How much of what is drawn together speaks of an outcome: people who are in no other unit, texts, how many of these complain how strongly, and how many praise. */
interface Tally {
  place: number;
  people: number;
  texts: number;
  complaints: number;
  strength: number;
  praises: number;
}

/**
 * Importance: 10 × the mean of two numbers from 0 to 1: the rank of the outcome by distinct authors (its rank ÷ the number of outcomes) and the
 * mean complaint score of its complaining texts (0 when none complains). Satisfaction: 10 × the share of its texts that praise; a
 * text that neither complains nor praises says nothing of being satisfied. The interval is a 95 % bootstrap over units (default: authors), ranks computed anew each time; somebody who wrote in several units counts as often as the one of
 * them that was drawn most. The weights are ours: the figures order the outcomes of one set of
 * texts and are not comparable with those of a survey or of other texts.
 */
export function textProxyScores(mentions: readonly OutcomeMention[], seed: number, over = "authors"): OutcomeScores {
  const outcomes = [...new Set(mentions.map(({ outcome }) => outcome))].toSorted();
  const places = new Map(outcomes.map((outcome, i) => [outcome, i]));
  const drawnTogether = unitsOf(mentions.map(({ unit, author }) => (unit === undefined ? author && `author ${author}` : `unit ${unit}`)));
  const material = materialOf(
    drawnTogether.map((rows) => rows.flatMap((row) => mentions[row] ?? [])),
    places,
  );
  const units = material.tallies.length;
  const everyone = new Uint16Array(units).fill(1);
  const random = xoroshiro128plus(seed);
  const drawn = new Uint16Array(units);
  const draws = Array.from({ length: textProxySamples }, () => {
    drawn.fill(0);
    for (let i = 0; i < units; i++) {
      const unit = uniformInt(random, 0, units - 1);
      drawn[unit] = (drawn[unit] ?? 0) + 1;
    }
    return figuresOf(material, drawn, outcomes.length);
  });
  return scoresOf(
    "text-proxy",
    `proxy from texts, not a survey: importance by prevalence rank and strength of complaints, satisfaction by the share of texts that praise; 95 % bootstrap over ${over}`,
    {
      outcomes,
      figures: figuresOf(material, everyone, outcomes.length),
      draws,
    },
  );
}

interface Material {
  /** Of each unit. */
  tallies: readonly (readonly Tally[])[];
  /** Who speaks of one outcome in several units. */
  scattered: readonly { place: number; units: readonly number[] }[];
}

function materialOf(units: readonly (readonly OutcomeMention[])[], places: ReadonlyMap<string, number>): Material {
  const unitsOfPerson = new Map<string, { place: number; units: number[] }>();
  const tallies = units.map((mentions, unit) => {
    const own = talliesOf(mentions, places);
    for (const { outcome, author } of mentions) {
      const place = places.get(outcome) ?? 0;
      if (author === undefined) {
        const tally = own.get(place);
        if (tally) tally.people++;
        continue;
      }
      const key = `${place} ${author}`;
      const known = unitsOfPerson.get(key);
      if (!known) unitsOfPerson.set(key, { place, units: [unit] });
      else if (known.units.at(-1) !== unit) known.units.push(unit);
    }
    return own;
  });
  const scattered = [];
  for (const person of unitsOfPerson.values()) {
    const tally = person.units.length === 1 ? tallies[person.units[0] ?? 0]?.get(person.place) : undefined;
    if (tally) tally.people++;
    else scattered.push(person);
  }
  return { tallies: tallies.map((own) => [...own.values()]), scattered };
}

function talliesOf(mentions: readonly OutcomeMention[], places: ReadonlyMap<string, number>): Map<number, Tally> {
  const tallies = new Map<number, Tally>();
  for (const { outcome, complaint, praises } of mentions) {
    const place = places.get(outcome) ?? 0;
    const tally = tallies.get(place) ?? { place, people: 0, texts: 0, complaints: 0, strength: 0, praises: 0 };
    tallies.set(place, tally);
    tally.texts++;
    if (praises) tally.praises++;
    if (complaint < complaintThreshold) continue;
    tally.complaints++;
    tally.strength += complaint;
  }
  return tallies;
}

/** `drawn[i]`: how often the i-th unit counts. NaN where no text of an outcome was drawn. */
function figuresOf({ tallies, scattered }: Material, drawn: Uint16Array, outcomes: number) {
  const totals = Array.from({ length: outcomes }, () => ({ people: 0, texts: 0, complaints: 0, strength: 0, praises: 0 }));
  for (let unit = 0; unit < tallies.length; unit++) {
    const times = drawn[unit] ?? 0;
    if (times === 0) continue;
    for (const { place, people, texts, complaints, strength, praises } of tallies[unit] ?? []) {
      const total = totals[place];
      if (!total) continue;
      total.people += times * people;
      total.texts += times * texts;
      total.complaints += times * complaints;
      total.strength += times * strength;
      total.praises += times * praises;
    }
  }
  for (const { place, units } of scattered) {
    const total = totals[place];
    if (total) total.people += units.reduce((most, unit) => Math.max(most, drawn[unit] ?? 0), 0);
  }
  const ranks = ranksOf(totals.map((total) => total.people));
  return totals.map(({ people: n, texts, complaints, strength, praises }, i) => {
    const prevalence = (ranks[i] ?? 0) / outcomes;
    const intensity = complaints === 0 ? 0 : strength / complaints;
    return {
      importance: texts === 0 ? Number.NaN : 5 * (prevalence + intensity),
      satisfaction: (10 * praises) / texts,
      n,
    };
  });
}
