/** Tables of figures about a market: keywords with their searches, competitors with their prices. They are not evidence: nobody wrote them. */
import { surveyTable } from "./survey.ts";

/** Names of columns, in lower case, that a table of the kind has: all of `all`, and `least` (default 1) of `some`. */
interface Kind {
  what: string;
  all: readonly (readonly string[])[];
  some?: readonly string[];
  least?: number;
  /** A table with one of these is something else. */
  unless?: readonly string[];
}

const keyword = ["keyword", "keywords"];
const competitor = ["competitor", "competitors", "competitor name", "competing domain", "vendor"];
/** In the order of how much their columns tell: what only has volumes comes last. */
const kinds: readonly Kind[] = [
  { what: "an export of Google's Keyword Planner", all: [keyword, ["avg. monthly searches"]] },
  { what: "an export of Google's Search Console", all: [["top queries", "query", "queries", "top pages"], ["clicks"], ["impressions"]] },
  {
    what: "an export of Ahrefs",
    all: [keyword, ["volume"]],
    some: ["parent keyword", "parent topic", "cps", "return rate", "traffic potential", "current position", "organic traffic"],
  },
  {
    what: "an export of Semrush",
    all: [keyword, ["volume", "search volume"]],
    some: ["competitive density", "keyword difficulty index", "number of results", "traffic cost", "position type", "click potential"],
  },
  { what: "a table of keywords", all: [keyword, ["volume", "search volume", "searches", "monthly searches", "kd", "keyword difficulty"]] },
  {
    what: "a table of competing sites",
    all: [["domain", ...competitor]],
    some: [
      "common keywords",
      "competitor relevance",
      "competition level",
      "organic keywords",
      "organic traffic",
      "domain rating",
      "se keywords",
    ],
  },
  {
    what: "a table of competitors",
    all: [competitor],
    some: [
      "price",
      "pricing",
      "monthly price",
      "plan",
      "rating",
      "website",
      "url",
      "founded",
      "employees",
      "funding",
      "traffic",
      "market share",
      "revenue",
    ],
    least: 2,
  },
  {
    what: "a table of competitors",
    all: [["product", "product name", "tool", "app", "app name", "brand", "company", "name"]],
    some: ["price", "pricing", "monthly price", "features", "feature count", "reviews", "review count", "rating", "market share", "share"],
    least: 2,
    unless: ["title", "summary", "description", "content", "question", "answer", "post", "note"],
  },
];
/** A table with one of these has what people wrote, whatever else is beside it. */
const written = ["text", "review", "review text", "review body", "comment", "comments", "feedback", "body", "message", "complaint"];
/** Files that tools name in ways of their own: they tell whose a table of keywords is when its columns do not. */
const names: readonly [RegExp, string][] = [
  [/^google_[a-z]{2}_.*_(?:matching|related)-terms/i, "an export of Ahrefs"],
  [/_(?:broad-match|phrase-match|exact-match|all-keywords|related)_[a-z]{2}_\d{4}|-organic\.Positions-/i, "an export of Semrush"],
  [/^keyword stats/i, "an export of Google's Keyword Planner"],
];

/** What kind of market table has these columns; undefined for any other table. */
export function marketTable(columns: readonly string[], fileName: string): string | undefined {
  const present = new Set(columns.map((name) => name.trim().toLowerCase()));
  if (written.some((name) => present.has(name))) return undefined;
  if (surveyTable.open({ columns, decimalComma: false, fileName })) return "a survey of outcomes";
  const kind = kinds.find(
    ({ all, some = [], least = 1, unless = [] }) =>
      !unless.some((name) => present.has(name)) &&
      all.every((spellings) => spellings.some((name) => present.has(name))) &&
      (some.length === 0 || some.filter((name) => present.has(name)).length >= least),
  );
  if (kind?.what !== "a table of keywords") return kind?.what;
  return names.find(([pattern]) => pattern.test(fileName))?.[1] ?? kind.what;
}

/** How a client tells this refusal from others: the file belongs to the other operation. */
export const marketTableField = { path: "file", message: "market-table" };

/** Why such a table is refused, and where it belongs. */
export function notEvidence(what: string): string {
  return (
    `This file is ${what}: figures about a market, not something that people wrote, so it is no evidence. ` +
    "Import it as a market table: in the section Market of the niche's page, or with POST /api/v1/niches/{id}/market-tables. " +
    "To read one of its columns as texts all the same, name the column with `text`."
  );
}
