/** Which column holds the text, the author, the date and the rating: by what the columns are called and what stands in them. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping } from "../../../../contracts/services/niche-evidence.ts";
import { parseDate } from "./dates.ts";

/** Header names, normalised, in the order in which they are believed. */
const names: Record<Exclude<keyof ColumnMapping, "text">, readonly string[]> = {
  author: [
    "author",
    "user",
    "username",
    "user name",
    "reviewer",
    "reviewer name",
    "customer",
    "customer name",
    "profile name",
    "nickname",
    "by",
    "user id",
    "userid",
    "author id",
    "reviewer id",
    "customer id",
    "owner user id",
    "respondent",
    "respondent id",
    "name",
  ],
  date: [
    "date",
    "created at",
    "created",
    "created utc",
    "created at i",
    "timestamp",
    "time",
    "review date",
    "submitted at",
    "published at",
    "creation date",
    "posted",
    "posted at",
    "updated at",
  ],
  rating: ["rating", "stars", "star rating", "review rating", "overall", "score", "nps", "satisfaction"],
  nativeId: ["id", "review id", "uuid", "comment id", "post id", "object id", "key", "ticket id", "response id"],
  thread: ["thread id", "thread", "conversation id", "topic id", "discussion id"],
};
const textNames = [
  "text",
  "review text",
  "review",
  "review body",
  "comment",
  "comments",
  "body",
  "content",
  "feedback",
  "message",
  "description",
  "comment text",
  "story text",
  "selftext",
  "answer",
  "response",
  "sentence",
  "question",
  "post",
  "note",
  "summary",
  "title",
];

/** What a sample of the file shows: the columns' names and rows with a cell for each. */
export interface ColumnSample {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/**
 * A complete mapping (text is always set). `explicit` wins over detection. Fails with `invalid_input`, naming the columns that exist,
 * when an explicit name is not among them or no column holds text.
 */
export function detectColumns({ columns, rows }: ColumnSample, explicit: ColumnMapping = {}): Result<ColumnMapping & { text: string }> {
  const existing = `The file has the columns ${columns.map((name) => `"${name}"`).join(", ")}.`;
  const wrong = Object.entries(explicit).filter(([, name]) => name !== undefined && !columns.includes(name));
  if (wrong.length > 0) {
    const fields = wrong.map(([role, name]) => ({ path: `mapping.${role}`, message: `no column "${name}"` }));
    return err("invalid_input", `There is no column "${wrong[0]?.[1]}". ${existing}`, { fields });
  }
  const taken = new Set(Object.values(explicit));
  const cellsOf = (name: string): string[] => {
    const index = columns.indexOf(name);
    return rows.map((row) => row[index]?.trim() ?? "").filter((cell) => cell !== "");
  };
  const text =
    explicit.text ??
    textColumn(
      columns.filter((name) => !taken.has(name)),
      cellsOf,
    );
  if (text === undefined) return err("invalid_input", `No column looks like text. ${existing} Say which one holds it with mapping.text.`);
  taken.add(text);

  const used: ColumnMapping & { text: string } = { ...explicit, text };
  for (const role of ["date", "rating", "author", "nativeId", "thread"] as const) {
    const name = used[role] ?? firstNamed(names[role], columns, (column) => !taken.has(column) && fits[role](cellsOf(column)));
    if (name === undefined) continue;
    used[role] = name;
    taken.add(name);
  }
  return ok(used);
}

/** A known name decides; between several, and where there is none, the column with the most words a cell. */
function textColumn(free: readonly string[], cellsOf: (name: string) => string[]): string | undefined {
  const words = (name: string) => mean(cellsOf(name).map((cell) => cell.split(/\s+/).length));
  const longest = (some: readonly string[]) => some.toSorted((a, b) => words(b) - words(a))[0];
  const called = longest(free.filter((name) => textNames.includes(normalised(name))));
  if (called !== undefined && words(called) >= 2) return called;
  const prose = longest(free.filter((name) => words(name) >= 3));
  return prose ?? called;
}

function firstNamed(wanted: readonly string[], columns: readonly string[], fitting: (column: string) => boolean): string | undefined {
  return wanted.flatMap((name) => columns.filter((column) => normalised(column) === name)).find(fitting);
}

/** A name alone is not enough: "score" may hold words, "time" a duration. A column without any value fits nothing. */
const fits: Record<keyof typeof names, (cells: string[]) => boolean> = {
  date: (cells) => most(cells, (cell) => parseDate(cell) !== undefined),
  rating: (cells) => most(cells, (cell) => parseRating(cell) !== undefined),
  author: (cells) => most(cells, (cell) => cell.length <= 80),
  nativeId: (cells) => new Set(cells).size === cells.length && most(cells, (cell) => cell.length <= 100),
  thread: (cells) => most(cells, (cell) => cell.length <= 200),
};

/** `4`, `4.5`, `4,5`, `4/5`, `4 stars`, `4 out of 5`; nothing else. */
export function parseRating(cell: string): number | undefined {
  const found = /^(-?\d+(?:[.,]\d+)?)(?:\s*(?:\/|out of)\s*\d+|\s*stars?)?$/i.exec(cell.trim());
  return found?.[1] === undefined ? undefined : Number(found[1].replace(",", "."));
}

function normalised(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}

function most(cells: readonly string[], holds: (cell: string) => boolean): boolean {
  return cells.length > 0 && cells.filter(holds).length >= cells.length * 0.6;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
