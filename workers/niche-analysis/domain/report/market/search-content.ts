/** Whether searches grow beyond their season, and what they may bring, in a report. */
import type { KeywordFigures, SearchReach } from "../../../../../contracts/services/niche-market-figures.ts";
import type { Block, Inline } from "../blocks.ts";
import { absentWords, forecastTable, forecastWords, levelWords, seasonWords } from "../demand-content.ts";
import { amount, assumed, between, chance, percent, plural } from "../figures.ts";

export type SearchDemand = NonNullable<NonNullable<KeywordFigures["months"]>["demand"]>;

const unit = "searches";

export const searchWords: Readonly<Record<SearchDemand["class"], string>> = {
  rising: "rising beyond their season",
  falling: "falling beyond their season",
  "no-trend": "no trend that could be told from chance",
  "too-short": "too few months to tell growth from a season",
  "too-few": "too few searches for a statement",
};

/** `mark`: the note to the rows of the keywords whose months were added up. */
export function searchDemandBlocks(demand: SearchDemand, mark: Inline): Block[] {
  const { class: kind, n, trend } = demand;
  const year = trend && `; ${percent(trend.yearly.value)} a year (${between(trend.yearly.low, trend.yearly.high, percent)})`;
  const lines = [levelWords({ ...demand, unit }), seasonWords(demand), forecastWords({ ...demand, unit })].flatMap((line) => line ?? []);
  return [
    { kind: "paragraph", parts: [`Searches by month: ${searchWords[kind]}${year ?? ""}; ${plural(n, "search", unit)} counted`, mark, "."] },
    { kind: "list", items: [...lines.map((line) => [line, mark, "."]), ...absentWords(demand).map((line) => [line])] },
    ...forecastTable({ ...demand, unit }),
  ];
}

/** How the months were read, for a note. */
export function searchMethods({ trend, changePoint, season, forecast }: SearchDemand): string {
  return [trend && `${trend.method}, ${chance(trend.adjustedP ?? trend.p)}`, changePoint?.method, season?.method, forecast?.method]
    .filter((part) => part !== undefined)
    .join("; ");
}

const chainWords = { click: "click", pay: "then pay" } as const;

/** Never without what is assumed. */
export function reachParts({ visits, customers, assumed: chain, assumptions }: SearchReach, mark: Inline): Inline[] {
  const about = ({ value, low, high }: SearchReach["visits"]) => `${amount(value)} (90 % between ${amount(low)} and ${amount(high)})`;
  const ranges = chain.map(
    ({ name, low, likely, high, source }) => `${share(low)} to ${share(high)}, likeliest ${share(likely)}, ${chainWords[name]} (${source})`,
  );
  return [
    `If it were found: ${about(visits)} visits and ${about(customers)} new customers a month`,
    mark,
    `. ${assumed([...ranges, ...assumptions])}`,
  ];
}

function share(value: number): string {
  return `${Number((100 * value).toPrecision(3))} %`;
}
