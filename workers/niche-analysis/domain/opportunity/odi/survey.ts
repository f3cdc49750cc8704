/** Outcome scores from a survey: every respondent says of every outcome how important it is and how satisfied they are. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { opportunityOf, type OutcomeScores } from "./odi.ts";
import { scoresOf } from "./scores.ts";

/** 1 to 5 each; an outcome that the respondent did not rate is absent. */
export type Answers = Readonly<Record<string, { importance: number; satisfaction: number }>>;

const samples = 400;

/**
 * Importance is 10 × the share of those who rate it 4 or 5 (so is satisfaction), of the respondents who rated the outcome. The interval is a
 * 95 % bootstrap over respondents. Give one segment at a time: an average over segments with opposite needs describes nobody. Outcomes that
 * nobody rated are absent.
 */
export function surveyScores(respondents: readonly Answers[], seed: number): OutcomeScores {
  const outcomes = [...new Set(respondents.flatMap((answers) => Object.keys(answers)))].toSorted();
  const everyone = respondents.map((_, i) => i);
  const figures = (drawn: readonly number[]) => outcomes.map((outcome) => figureOf(drawn.flatMap((i) => respondents[i]?.[outcome] ?? [])));
  const random = xoroshiro128plus(seed);
  const draws = Array.from({ length: samples }, () =>
    figures(everyone.map(() => uniformInt(random, 0, respondents.length - 1))).map(({ importance, satisfaction }) =>
      opportunityOf(importance, satisfaction),
    ),
  );
  return scoresOf("survey", "survey: top-two-box importance and satisfaction, 95 % bootstrap over respondents", {
    outcomes,
    figures: figures(everyone),
    draws,
  });
}

/** NaN where nobody rated. */
function figureOf(ratings: readonly { importance: number; satisfaction: number }[]) {
  const topTwo = (of: "importance" | "satisfaction") => (10 * ratings.filter((rating) => rating[of] >= 4).length) / ratings.length;
  return { importance: topTwo("importance"), satisfaction: topTwo("satisfaction"), n: ratings.length };
}
