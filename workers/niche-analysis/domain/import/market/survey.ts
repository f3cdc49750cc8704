/** Tables of a survey on outcomes: importance and satisfaction, 1 to 5, one row a respondent (wide) or one a respondent and outcome (long). */
import {
  maxMarketRows,
  maxOutcomes,
  type MarketDropReason,
  type SurveyRow,
} from "../../../../../contracts/services/niche-market-tables.ts";
import { maskContacts } from "../privacy.ts";
import { IgnoredCells } from "./ignored-cells.ts";
import { cellText, columnsOf, plainName, usedColumns, type Synonyms } from "./named-columns.ts";
import type { MarketHeader, MarketKind, RowReader } from "./row-reader.ts";

type Role = "respondent" | "segment" | "outcome" | "importance" | "satisfaction";

const synonyms: Synonyms<Role> = {
  respondent: ["respondent", "respondent id", "participant", "participant id", "response id", "person", "user", "user id", "id", "#"],
  segment: ["segment", "group", "cohort", "persona", "customer type", "role"],
  outcome: ["outcome", "desired outcome", "job", "need", "statement", "item", "question"],
  importance: ["importance", "important", "importance rating", "importance score"],
  satisfaction: ["satisfaction", "satisfied", "satisfaction rating", "satisfaction score"],
};
const sides = { importance: "importance|important|imp", satisfaction: "satisfaction|satisfied|sat" } as const;
/** Between the side and the outcome, in a class of characters. */
const separators = "\\s:_\\-–.(\\[";

export const surveyTable: MarketKind = {
  kind: "survey",
  wanted:
    "for each outcome a column of importance and one of satisfaction (“Importance: save time”, “Satisfaction: save time”), or the columns outcome, importance and satisfaction",
  open(header) {
    const found = columnsOf(header.columns, synonyms);
    if (found.has("outcome") && found.has("importance") && found.has("satisfaction")) return new LongReader(header, found);
    const pairs = outcomePairs(header.columns);
    return pairs.length > 0 ? new WideReader(header, found, pairs) : undefined;
  },
};

interface OutcomePair {
  outcome: string;
  importance: number;
  satisfaction: number;
}

/** Outcomes that have both of their columns, in the order of the file. */
function outcomePairs(columns: readonly string[]): OutcomePair[] {
  const places = new Map<string, { outcome: string; importance?: number; satisfaction?: number }>();
  columns.forEach((column, at) => {
    for (const side of ["importance", "satisfaction"] as const) {
      const outcome = outcomeIn(column, sides[side]);
      if (outcome === undefined) continue;
      const key = plainName(outcome);
      places.set(key, { outcome, ...places.get(key), [side]: at });
      return;
    }
  });
  return [...places.values()].flatMap(({ outcome, importance, satisfaction }) =>
    importance === undefined || satisfaction === undefined ? [] : [{ outcome, importance, satisfaction }],
  );
}

/** `Importance: save time`, `imp_save_time`, `save time (importance)`, `Save time - Importance`. */
function outcomeIn(column: string, names: string): string | undefined {
  const plain = column.slice(0, 300).trim();
  const before = new RegExp(`^(?:${names})(?: of)?[${separators}]+`, "i").exec(plain)?.[0];
  const after = new RegExp(`[${separators}](?:${names})[)\\]]?$`, "i").exec(plain)?.index;
  const outcome = before === undefined ? plain.slice(0, after ?? 0) : plain.slice(before.length);
  const bare = outcome
    .replace(new RegExp(before === undefined ? `[${separators}]$` : "[)\\]]$"), "")
    .replaceAll("_", " ")
    .trim();
  return bare === "" ? undefined : bare.slice(0, 200);
}

/** 1 to 5 (`5`, `4.0`, `5 - very important`); 0 where the cell is empty, undefined where it holds something else. */
function ratingIn(text: string): number | undefined {
  const cell = cellText(text);
  if (cell === "" || /^(?:n\/?a|-|don'?t know)$/i.test(cell)) return 0;
  const value = Number(/^\s*([1-5])(?:[.,]0+)?(?![\d.,])/.exec(cell)?.[1] ?? Number.NaN);
  return Number.isNaN(value) ? undefined : value;
}

/** A segment names no person: addresses and numbers are masked as in evidence. */
function segmentIn(cell: string | undefined): string {
  return maskContacts(cellText(cell)).text.slice(0, 100);
}

class WideReader implements RowReader {
  readonly used: Record<string, string>;
  readonly #pairs: OutcomePair[];
  readonly #segment: number | undefined;
  readonly #rows: SurveyRow[] = [];
  readonly ignored: IgnoredCells;

  constructor({ columns }: MarketHeader, found: Map<Role, number>, pairs: OutcomePair[]) {
    this.ignored = new IgnoredCells(columns);
    this.#pairs = pairs.slice(0, maxOutcomes);
    this.#segment = found.get("segment");
    this.used = {
      ...usedColumns(columns, new Map([...found].filter(([role]) => role === "segment"))),
      ...Object.fromEntries(
        this.#pairs.map(({ outcome, importance, satisfaction }) => [
          outcome,
          `${columns[importance] ?? ""} / ${columns[satisfaction] ?? ""}`,
        ]),
      ),
    };
  }

  take(cells: readonly string[], row: number): MarketDropReason | undefined {
    if (cells.every((cell) => cell.trim() === "")) return "empty";
    const ratings = this.#pairs.map(({ importance, satisfaction }): [number, number] => {
      const both = [importance, satisfaction].map((at) => this.#rating(cells, row, at));
      const [important = 0, satisfied = 0] = both;
      return important === 0 || satisfied === 0 ? [0, 0] : [important, satisfied];
    });
    if (ratings.every(([important]) => important === 0)) return "no-figures";
    if (this.#rows.length >= maxMarketRows.survey) return "over-limit";
    const segment = this.#segment === undefined ? "" : segmentIn(cells[this.#segment]);
    this.#rows.push({ row, ...(segment !== "" && { segment }), ratings });
    return undefined;
  }

  #rating(cells: readonly string[], row: number, at: number): number | undefined {
    const value = ratingIn(cells[at] ?? "");
    if (value === undefined) this.ignored.add(row, at, "no-rating");
    return value;
  }

  result() {
    return {
      rows: this.#rows,
      outcomes: this.#pairs.map(({ outcome }) => outcome),
      segments: segmentsOf(this.#rows),
    };
  }
}

class LongReader implements RowReader {
  readonly used: Record<string, string>;
  readonly #found: Map<Role, number>;
  readonly #outcomes: string[] = [];
  readonly #respondents = new Map<string, { row: number; segment?: string; ratings: Map<number, [number, number]> }>();
  readonly ignored: IgnoredCells;

  constructor({ columns }: MarketHeader, found: Map<Role, number>) {
    this.ignored = new IgnoredCells(columns);
    this.#found = found;
    this.used = usedColumns(columns, found);
  }

  take(cells: readonly string[], row: number): MarketDropReason | undefined {
    const outcome = this.#cell(cells, "outcome").slice(0, 200);
    if (outcome === "") return "empty";
    const both = (["importance", "satisfaction"] as const).map((role) => {
      const at = this.#found.get(role);
      const value = ratingIn(this.#cell(cells, role));
      if (value === undefined) this.ignored.add(row, at, "no-rating");
      return value;
    });
    const [important = 0, satisfied = 0] = both;
    if (important === 0 || satisfied === 0) return "no-figures";
    let at = this.#outcomes.indexOf(outcome);
    if (at === -1 && this.#outcomes.length >= maxOutcomes) return "over-limit";
    // Without a column that tells respondents apart, every row is somebody else's.
    const who = this.#cell(cells, "respondent") || `row ${row}`;
    const known = this.#respondents.get(who);
    if (!known && this.#respondents.size >= maxMarketRows.survey) return "over-limit";
    if (at === -1) at = this.#outcomes.push(outcome) - 1;
    if (known?.ratings.has(at) === true) return "duplicate";
    const segment = segmentIn(cells[this.#found.get("segment") ?? -1]);
    const respondent = known ?? { row, ...(segment !== "" && { segment }), ratings: new Map<number, [number, number]>() };
    respondent.ratings.set(at, [important, satisfied]);
    this.#respondents.set(who, respondent);
    return undefined;
  }

  result() {
    const rows = [...this.#respondents.values()].map(({ row, segment, ratings }): SurveyRow => ({
      row,
      ...(segment !== undefined && { segment }),
      ratings: this.#outcomes.map((_, at) => ratings.get(at) ?? [0, 0]),
    }));
    return { rows, outcomes: this.#outcomes, segments: segmentsOf(rows) };
  }

  #cell(cells: readonly string[], role: Role): string {
    const at = this.#found.get(role);
    return at === undefined ? "" : cellText(cells[at]);
  }
}

/** The largest segments first, as many as a table names. */
function segmentsOf(rows: readonly SurveyRow[]): string[] {
  const sizes = new Map<string, number>();
  for (const { segment } of rows) if (segment !== undefined) sizes.set(segment, (sizes.get(segment) ?? 0) + 1);
  return [...sizes.entries()]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxOutcomes)
    .map(([segment]) => segment);
}
