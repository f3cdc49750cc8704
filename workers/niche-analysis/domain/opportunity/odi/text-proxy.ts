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

const samples = 400;

/**
 * Importance: 10 × the mean of two numbers from 0 to 1: the rank of the outcome by distinct authors (its rank ÷ the number of outcomes) and the
 * mean complaint score of its complaining texts (0 when none complains). Satisfaction: 10 × the share of its texts that do not complain. The
 * interval is a 95 % bootstrap over authors, ranks computed anew each time. The weights are ours: the figures order the outcomes of one set of
 * texts and are not comparable with those of a survey or of other texts.
 */
export function textProxyScores(mentions: readonly OutcomeMention[], seed: number): OutcomeScores {
  const outcomes = [...new Set(mentions.map(({ outcome }) => outcome))].toSorted();
  const units = unitsOf(mentions.map(({ author }) => author));
  const random = xoroshiro128plus(seed);
  const draws = Array.from({ length: samples }, () => {
    const drawn = units.map(() => units[uniformInt(random, 0, units.length - 1)] ?? []);
    return figuresOf(mentions, outcomes, drawn).map(({ importance, satisfaction }) => opportunityOf(importance, satisfaction));
  });
  return scoresOf("text-proxy", "proxy from texts, not a survey: prevalence rank and strength of complaints; 95 % bootstrap over authors", {
    outcomes,
    figures: figuresOf(mentions, outcomes, units),
    draws,
  });
}

/** NaN where no text of an outcome was drawn. */
function figuresOf(mentions: readonly OutcomeMention[], outcomes: readonly string[], units: readonly (readonly number[])[]) {
  const tallies = outcomes.map(() => ({ people: 0, texts: 0, complaints: 0, strength: 0 }));
  const places = new Map(outcomes.map((outcome, i) => [outcome, i]));
  for (const unit of units) {
    const met = new Set<number>();
    for (const row of unit) {
      const mention = mentions[row];
      const place = places.get(mention?.outcome ?? "");
      const tally = place === undefined ? undefined : tallies[place];
      if (!mention || !tally || place === undefined) continue;
      tally.texts++;
      if (!met.has(place)) tally.people++;
      met.add(place);
      if (mention.complaint < complaintThreshold) continue;
      tally.complaints++;
      tally.strength += mention.complaint;
    }
  }
  const ranks = ranksOf(tallies.map(({ people }) => people));
  return tallies.map(({ people, texts, complaints, strength }, i) => {
    const prevalence = (ranks[i] ?? 0) / outcomes.length;
    const intensity = complaints === 0 ? 0 : strength / complaints;
    return {
      importance: texts === 0 ? Number.NaN : 5 * (prevalence + intensity),
      satisfaction: (10 * (texts - complaints)) / texts,
      n: people,
    };
  });
}
