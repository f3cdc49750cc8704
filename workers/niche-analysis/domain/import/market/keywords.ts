/** Tables of keywords: the exports of Google's Keyword Planner and Search Console, of Ahrefs and Semrush, and plain ones. */
import { maxMarketRows, type KeywordRow, type MarketDropReason } from "../../../../../contracts/services/niche-market-tables.ts";
import { marketTable } from "./market-table.ts";
import { IgnoredCells } from "./ignored-cells.ts";
import { cellText, columnsOf, plainName, usedColumns, type Synonyms } from "./named-columns.ts";
import { numberIn, rangeIn } from "./numbers.ts";
import type { MarketHeader, MarketKind, RowReader } from "./row-reader.ts";

type Role =
  | "keyword"
  | "volume"
  | "difficulty"
  | "referringDomains"
  | "adCompetition"
  | "adLevel"
  | "bidLow"
  | "bidHigh"
  | "bid"
  | "interest";

const synonyms: Synonyms<Role> = {
  keyword: ["keyword", "keywords", "search term", "search query", "query"],
  volume: ["avg monthly searches", "average monthly searches", "search volume", "volume", "monthly searches", "monthly volume", "searches"],
  difficulty: ["keyword difficulty", "keyword difficulty index", "kd", "kd %", "difficulty", "seo difficulty"],
  referringDomains: ["referring domains", "ref domains", "rd", "median referring domains"],
  adCompetition: ["competition indexed value", "competition index", "competitive density"],
  adLevel: ["competition"],
  bidLow: ["top of page bid low range", "low top of page bid"],
  bidHigh: ["top of page bid high range", "high top of page bid"],
  bid: ["cpc", "cpc usd", "cpc eur", "cost per click", "average cpc"],
  interest: ["trend", "trends", "search trend"],
};
const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Months kept of a file at most, the latest. */
const mostMonths = 60;

export const keywordTable: MarketKind = {
  kind: "keywords",
  wanted: "a column with the keyword and at least one of search volume, keyword difficulty, searches by month",
  open(header) {
    const found = columnsOf(header.columns, synonyms);
    const months = monthColumns(header.columns);
    const says = found.has("volume") || found.has("difficulty") || found.has("referringDomains") || months.size > 0;
    return found.has("keyword") && says ? new KeywordReader(header, found, months) : undefined;
  },
};

/** Columns of single months (`Searches: May 2025`, `2025-05`), as months since year 0 → column. */
function monthColumns(columns: readonly string[]): Map<number, number> {
  const months = new Map<number, number>();
  columns.forEach((column, at) => {
    const name = plainName(column).replace(/^searches /, "");
    const spelt = /^([a-z]{3})[a-z]* (\d{4})$/.exec(name);
    const numbered = /^(\d{4}) (\d{2})$/.exec(name);
    const month = spelt ? monthNames.indexOf(spelt[1] ?? "") : Number(numbered?.[2] ?? 0) - 1;
    const year = Number(spelt?.[2] ?? numbered?.[1] ?? Number.NaN);
    if (month >= 0 && month < 12 && year >= 1990) months.set(year * 12 + month, at);
  });
  return new Map([...months].toSorted(([a], [b]) => a - b).slice(-mostMonths));
}

class KeywordReader implements RowReader {
  readonly used: Record<string, string>;
  readonly #header: MarketHeader;
  readonly #found: Map<Role, number>;
  readonly #months: Map<number, number>;
  readonly #rows: KeywordRow[] = [];
  readonly #known = new Set<string>();
  readonly ignored: IgnoredCells;

  constructor(header: MarketHeader, found: Map<Role, number>, months: Map<number, number>) {
    this.#header = header;
    this.#found = found;
    this.#months = months;
    this.used = usedColumns(header.columns, found);
    this.ignored = new IgnoredCells(header.columns);
    const [first] = months.values();
    if (first !== undefined) this.used["months"] = `${header.columns[first] ?? ""} and later`;
  }

  take(cells: readonly string[], row: number): MarketDropReason | undefined {
    const keyword = this.#cell(cells, "keyword").slice(0, 200);
    if (keyword === "") return "empty";
    const plain = keyword.toLowerCase().replaceAll(/\s+/g, " ");
    if (this.#known.has(plain)) return "duplicate";
    const read = this.#keyword(cells, row, keyword);
    // The Planner closes with lines of totals, and lists what it knows nothing of.
    if (Object.keys(read).length === 2) return "no-figures";
    if (this.#known.size >= maxMarketRows.keywords) return "over-limit";
    this.#known.add(plain);
    this.#rows.push(read);
    return undefined;
  }

  result() {
    const source = marketTable(this.#header.columns, this.#header.fileName);
    const span = this.#span();
    return {
      rows: this.#rows,
      ...(source !== undefined && source.startsWith("an export of ") && { source: source.slice("an export of ".length) }),
      ...(span && { months: { from: monthText(span.from), count: span.count } }),
    };
  }

  #keyword(cells: readonly string[], row: number, keyword: string): KeywordRow {
    const volumeCell = this.#cell(cells, "volume");
    const range = rangeIn(volumeCell, this.#header.decimalComma);
    const volume = range ? Math.sqrt(range.low * range.high) : this.#number(cells, row, "volume", 1e15);
    const months = this.#monthly(cells, row);
    const interest = this.#interest(cells);
    const [difficulty, domains] = [this.#number(cells, row, "difficulty", 100), this.#number(cells, row, "referringDomains", 1e9)];
    const density = this.#number(cells, row, "adCompetition", 100);
    const bid = this.#bid(cells, row);
    return {
      row,
      keyword,
      ...(volume !== undefined && { volume }),
      ...(range && { volumeRange: range }),
      ...(months && { months }),
      ...(interest && { interest }),
      ...(difficulty !== undefined && { difficulty }),
      ...(domains !== undefined && { referringDomains: domains }),
      // Semrush's density is a share of one.
      ...(density !== undefined && {
        adCompetition: plainName(this.used["adCompetition"] ?? "") === "competitive density" && density <= 1 ? density * 100 : density,
      }),
      ...(bid && { bid }),
    };
  }

  #monthly(cells: readonly string[], row: number): (number | null)[] | undefined {
    const span = this.#span();
    if (!span) return undefined;
    const values = Array.from({ length: span.count }, (_, i) => {
      const at = this.#months.get(span.from + i);
      return at === undefined ? null : (this.#asNumber(cells, { row, at, most: 1e15 }) ?? null);
    });
    return values.some((value) => value !== null) ? values : undefined;
  }

  #span(): { from: number; count: number } | undefined {
    const all = [...this.#months.keys()];
    const [from, last] = [all[0], all.at(-1)];
    if (from === undefined || last === undefined) return undefined;
    const start = Math.max(from, last - mostMonths + 1);
    return { from: start, count: last - start + 1 };
  }

  /** Semrush's trend: twelve numbers of at most 1, parted by commas. */
  #interest(cells: readonly string[]): number[] | undefined {
    const values = this.#cell(cells, "interest")
      .split(/[,;|]\s*/)
      .map(Number);
    return values.length >= 3 && values.length <= mostMonths && values.every((value) => value >= 0 && value <= 1) ? values : undefined;
  }

  #bid(cells: readonly string[], row: number): { low: number; high: number } | undefined {
    const one = this.#number(cells, row, "bid", 1e6);
    const [low, high] = [this.#number(cells, row, "bidLow", 1e6) ?? one, this.#number(cells, row, "bidHigh", 1e6) ?? one];
    const [least, most] = [low ?? high, high ?? low];
    return least === undefined || most === undefined || least > most ? undefined : { low: least, high: most };
  }

  #number(cells: readonly string[], row: number, role: Role, most: number): number | undefined {
    const at = this.#found.get(role);
    return at === undefined ? undefined : this.#asNumber(cells, { row, at, most });
  }

  #asNumber(cells: readonly string[], { row, at, most }: { row: number; at: number; most: number }): number | undefined {
    const cell = cellText(cells[at]);
    if (cell === "" || /^(?:n\/?a|-|–|--)$/i.test(cell)) return undefined;
    const value = numberIn(cell, this.#header.decimalComma);
    if (value !== undefined && value >= 0 && value <= most) return value;
    this.ignored.add(row, at, value === undefined ? "no-number" : "out-of-range");
    return undefined;
  }

  #cell(cells: readonly string[], role: Role): string {
    const at = this.#found.get(role);
    return at === undefined ? "" : cellText(cells[at]);
  }
}

function monthText(months: number): string {
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}
