/** The demand of searches as sentences. */
import type { Demand, KeywordFigures } from "../../../../contracts/services/niche-analysis.ts";
import { absentInWords, changeInWords, forecastInWords, seasonInWords, trendInWords } from "../demand-words.ts";

type SearchDemand = NonNullable<NonNullable<KeywordFigures["months"]>["demand"]>;

/** One line a figure, and one for each rule by which some are not given. */
export function searchDemandInWords(demand: SearchDemand): string[] {
  // The same words as for a niche: what they leave out here is what searches do not have.
  const like: Demand = { ...demand, unit: "texts", undated: 0, outside: 0, counts: [] };
  const inSearches = (line: string | undefined) => line?.replaceAll(" texts a month", " searches a month");
  return [
    demand.trend ? trendInWords(demand.class, demand.trend, "searches") : undefined,
    inSearches(changeInWords(like)),
    seasonInWords(like),
    inSearches(forecastInWords(like)),
    ...absentInWords(like),
  ].filter((line) => line !== undefined);
}
