/** The demand of searches as sentences. */
import type { Demand, KeywordFigures } from "../../../../contracts/services/niche-analysis.ts";
import type { SearchReach } from "../../../../contracts/services/niche-market-figures.ts";
import { figure } from "../../interface/formats.ts";
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

const assumedWords = { click: "click", pay: "then pay" } as const;

/** What the searches may bring, never without what is assumed. */
export function reachInWords({ visits, customers, assumed, assumptions }: SearchReach): string {
  const about = ({ value, low, high }: SearchReach["visits"]) => `${few(value)} (90 % between ${few(low)} and ${few(high)})`;
  const ranges = assumed.map(
    ({ name, low, likely, high, source }) =>
      `${share(low)} to ${share(high)}, likeliest ${share(likely)}, ${assumedWords[name]} (${source})`,
  );
  return `If it were found: ${about(visits)} visits and ${about(customers)} new customers a month. All of it is assumed: ${ranges.join("; ")}; ${assumptions.join("; ")}.`;
}

function few(value: number): string {
  return figure(Number(value.toPrecision(2)));
}

function share(value: number): string {
  return `${figure(Number((100 * value).toPrecision(3)))} %`;
}
