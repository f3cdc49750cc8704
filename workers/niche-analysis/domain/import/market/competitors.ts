/** Tables of competitors: who there is, at what price, with how much of what. */
import { maxMarketRows, type CompetitorRow, type MarketDropReason } from "../../../../../contracts/services/niche-market-tables.ts";
import { IgnoredCells } from "./ignored-cells.ts";
import { cellText, columnsOf, longestCell, plainName, usedColumns, type Synonyms } from "./named-columns.ts";
import { numberIn } from "./numbers.ts";
import type { MarketHeader, MarketKind, RowReader } from "./row-reader.ts";

type Role = "name" | "aliases" | "share" | "yearlyPrice" | "price" | "currency" | "features" | "reviews" | "rating" | "traffic";

const synonyms: Synonyms<Role> = {
  name: [
    "competitor",
    "competitors",
    "competitor name",
    "vendor",
    "product",
    "product name",
    "company",
    "brand",
    "tool",
    "app",
    "app name",
    "name",
    "competing domain",
    "domain",
    "website",
  ],
  aliases: ["aliases", "alias", "also known as", "aka", "other names"],
  share: ["market share", "share", "market share %", "share of market", "share %"],
  yearlyPrice: ["annual price", "yearly price", "price per year", "price year", "price yr", "price annually", "annual cost"],
  price: [
    "monthly price",
    "price per month",
    "price month",
    "price mo",
    "price",
    "pricing",
    "starting price",
    "price from",
    "cost",
    "monthly cost",
    "price usd",
    "price eur",
    "price usd month",
    "plan price",
  ],
  currency: ["currency"],
  features: ["features", "feature count", "number of features", "features count", "# features", "feature list", "key features"],
  reviews: [
    "reviews",
    "review count",
    "number of reviews",
    "reviews count",
    "# reviews",
    "ratings count",
    "number of ratings",
    "rating count",
  ],
  rating: ["rating", "average rating", "avg rating", "stars", "star rating", "review rating", "score"],
  traffic: ["traffic", "organic traffic", "visits", "monthly visits", "monthly traffic", "se traffic", "visitors"],
};
const yes = new Set(["yes", "y", "true", "✓", "✔", "x", "1"]);
const no = new Set(["no", "n", "false", "✗", "✘", "–", "-", "0", ""]);
const listed = /[;|•\n]|,(?!\d)/;
const sign = /[$€£¥₹₩₺₽]|\b(?:USD|EUR|GBP|CHF|JPY|INR|CAD|AUD|SEK|NOK|DKK|PLN|BRL)\b/i;
const codes: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR" };
const byTheYear = /(?:\/|per|a)\s*(?:yr|year|annum)\b|annual|yearly/i;

export const competitorTable: MarketKind = {
  kind: "competitors",
  wanted:
    "a column with the name (competitor, product, vendor, …) and at least one of price, features, rating, reviews, traffic, market share",
  open(header) {
    const found = columnsOf(header.columns, synonyms);
    const figures: Role[] = ["share", "price", "yearlyPrice", "features", "reviews", "rating", "traffic"];
    return found.has("name") && figures.some((role) => found.has(role)) ? new CompetitorReader(header, found) : undefined;
  },
};

class CompetitorReader implements RowReader {
  readonly used: Record<string, string>;
  readonly #header: MarketHeader;
  readonly #found: Map<Role, number>;
  readonly #kept: { row: CompetitorRow; cells: readonly string[] }[] = [];
  readonly #names = new Set<string>();
  readonly ignored: IgnoredCells;

  constructor(header: MarketHeader, found: Map<Role, number>) {
    this.#header = header;
    this.#found = found;
    this.used = usedColumns(header.columns, found);
    this.ignored = new IgnoredCells(header.columns);
  }

  take(cells: readonly string[], row: number): MarketDropReason | undefined {
    const name = this.#cell(cells, "name").slice(0, 200);
    if (name === "") return "empty";
    const known = name.toLowerCase();
    if (this.#names.has(known)) return "duplicate";
    if (this.#names.size >= maxMarketRows.competitors) return "over-limit";
    this.#names.add(known);
    this.#kept.push({ row: this.#competitor(cells, row, name), cells });
    return undefined;
  }

  result() {
    const ticks = this.#tickColumns();
    const rows = this.#kept.map(({ row, cells }): CompetitorRow => {
      if (row.features !== undefined || ticks.length === 0) return row;
      return { ...row, features: ticks.filter((at) => yes.has((cells[at] ?? "").trim().toLowerCase())).length };
    });
    if (ticks.length > 0)
      this.used["features"] ??= ticks
        .map((at) => this.#header.columns[at] ?? "")
        .join(", ")
        .slice(0, 200);
    return { rows };
  }

  #competitor(cells: readonly string[], row: number, name: string): CompetitorRow {
    const aliases = (cells[this.#found.get("aliases") ?? -1] ?? "")
      .slice(0, longestCell)
      .split(/[;|,\n]/)
      .map((alias) => cellText(alias).slice(0, 200))
      .filter((alias) => alias !== "")
      .slice(0, 20);
    const priceCell = this.#cell(cells, "price");
    const monthly = this.#number(cells, row, "price", 1e15);
    const yearly = this.#number(cells, row, "yearlyPrice", 1e15);
    const price =
      monthly === undefined ? (yearly === undefined ? undefined : yearly / 12) : byTheYear.test(priceCell) ? monthly / 12 : monthly;
    const free = price === undefined && /^free\b/i.test(priceCell) ? 0 : price;
    const currency = currencyOf(this.#cell(cells, "currency"), priceCell, this.#cell(cells, "yearlyPrice"), ...this.#priceNames());
    const [features, reviews, traffic] = [
      this.#features(cells, row),
      this.#number(cells, row, "reviews", 1e15),
      this.#number(cells, row, "traffic", 1e15),
    ];
    const rating = this.#number(cells, row, "rating", 100);
    const share = this.#share(cells, row);
    return {
      row,
      name,
      ...(aliases.length > 0 && { aliases }),
      ...(free !== undefined && { price: free }),
      ...(free !== undefined && currency !== undefined && { currency }),
      ...(features !== undefined && { features }),
      ...(rating !== undefined && { rating }),
      ...(reviews !== undefined && { reviews }),
      ...(traffic !== undefined && { traffic }),
      ...(share !== undefined && { share }),
    };
  }

  /** A number, or a list whose entries are counted. */
  #features(cells: readonly string[], row: number): number | undefined {
    const cell = this.#cell(cells, "features");
    if (cell === "") return undefined;
    if (/^\d[\d.,\s]*\+?(?:\s*features?)?$/i.test(cell)) return this.#number(cells, row, "features", 1e6);
    const lines = (cells[this.#found.get("features") ?? -1] ?? "").slice(0, longestCell);
    return lines.split(listed).filter((one) => cellText(one) !== "").length;
  }

  /** `12 %` and `12` are shares of a hundred; `0.12` is one of a whole where the column has no per cent. */
  #share(cells: readonly string[], row: number): number | undefined {
    const cell = this.#cell(cells, "share");
    const value = this.#number(cells, row, "share", 100);
    if (value === undefined) return undefined;
    const whole = value <= 1 && !cell.includes("%") && !(this.used["share"] ?? "").includes("%");
    return whole ? value : value / 100;
  }

  /** What stands in the column as a number from 0 to `most`; anything else is counted as ignored. */
  #number(cells: readonly string[], row: number, role: Role, most: number): number | undefined {
    const cell = this.#cell(cells, role);
    if (cell === "" || /^(?:free|n\/?a|none|unknown|-|–|custom|contact.*)$/i.test(cell)) return undefined;
    const value = numberIn(cell, this.#header.decimalComma);
    if (value !== undefined && value >= 0 && value <= most) return value;
    this.ignored.add(row, this.#found.get(role), value === undefined ? "no-number" : "out-of-range");
    return undefined;
  }

  /** Where no column counts features: columns of ticks, at least two. */
  #tickColumns(): number[] {
    if (this.#found.has("features")) return [];
    const taken = new Set(this.#found.values());
    const ticked = this.#header.columns.flatMap((name, at) => {
      if (taken.has(at) || plainName(name) === "") return [];
      const values = this.#kept.map(({ cells }) => (cells[at] ?? "").trim().toLowerCase());
      return values.some((value) => yes.has(value)) && values.every((value) => yes.has(value) || no.has(value)) ? [at] : [];
    });
    return ticked.length >= 2 ? ticked : [];
  }

  #priceNames(): string[] {
    return [this.used["price"] ?? "", this.used["yearlyPrice"] ?? ""];
  }

  #cell(cells: readonly string[], role: Role): string {
    const at = this.#found.get(role);
    return at === undefined ? "" : cellText(cells[at]);
  }
}

function currencyOf(...texts: readonly string[]): string | undefined {
  const found = texts.map((text) => sign.exec(text)?.[0]).find((one) => one !== undefined);
  return found === undefined ? undefined : (codes[found] ?? found.toUpperCase());
}
