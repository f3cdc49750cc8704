/** What a file says of the people who write in it, in a few words each: plan, role, country. Which columns those are, and what is kept of their cells. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import {
  maxAttributes,
  maxAttributeLength,
  maxAttributeValues,
  type ColumnMapping,
} from "../../../../contracts/services/niche-evidence.ts";
import type { ColumnSample } from "./columns.ts";
import { damage } from "./damaged-text.ts";
import { parseDate } from "./dates.ts";
import { valueAt, type Fields } from "./formats/fields.ts";
import { maskContacts } from "./privacy.ts";

/** Values of one row, by the attribute's name. */
export type Attributes = Record<string, string[]>;

/** A column that is kept, and the name that its values have. */
export interface AttributeColumn {
  column: string;
  name: string;
}

/** Header names, normalised, in the order in which they are believed. */
const known = [
  ["plan", "tier", "subscription", "subscription plan", "pricing plan", "plan name", "license", "segment", "persona"],
  ["customer type", "customer segment", "user type", "user role", "account type", "account tier", "role", "job title", "job", "occupation"],
  ["industry", "company size", "team size", "country", "region", "market", "locale", "language", "age group", "age range", "gender"],
  ["platform", "os", "operating system", "os version", "device", "device type", "browser", "app version", "version", "channel", "store"],
  ["site", "subreddit", "product", "product name", "brand", "model", "category", "type", "tag", "tags", "label", "labels", "topic"],
].flat();
/** Cells of these hold several values. */
const lists = /(^| )(tags?|labels?|categories|topics)$/;

/** What names or reaches a person is never an attribute, whoever asks for it. */
const personal =
  /\b(e ?mail|mail|phone|telephone|fax|address|street|post ?code|zip|ip|birth|birthday|birth ?date|dob|ssn|passport|iban|surname|first ?name|last ?name|full ?name|user ?name|nick ?name|login|handle|password|token)\b/;
const people =
  /^(user|customer|author|reviewer|respondent|account|contact|client|member|employee|agent|owner|assignee|manager|reporter|person|by)s?( (id|key|no|number|name))?$/;
const names = /(^| )name$/;
const namesOfThings = /(product|plan|app|version|package|country|site|platform|category|store|brand|device|model|region|browser|tag) name$/;
const addresses = /(^| )(id|uuid|guid|key|url|link|href|hash|permalink|path)$/;

/** Rows in which a column without a telling name must be filled. */
const fewestFilled = 20;
/** Characters of a list that are read. */
const longestList = 2_000;
/** Different values of such a column. */
const mostUntold = 12;

export interface AttributeQuestion {
  /** Columns that have another part. */
  used: ColumnMapping;
  /** What the caller names; none where it is empty, found out where it is absent. */
  asked?: readonly string[] | undefined;
  /** What a known format has, instead of what can be found. */
  ofFormat?: readonly AttributeColumn[] | undefined;
}

/** At most five columns. `invalid_input` for one that is not there, or that names people. */
export function attributeColumns(sample: ColumnSample, { used, asked, ofFormat }: AttributeQuestion): Result<AttributeColumn[]> {
  if (asked !== undefined) return named(sample.columns, used, asked);
  if (ofFormat) return ok(ofFormat.filter(({ column }) => sample.columns.includes(column)).slice(0, maxAttributes));
  const taken = new Set(Object.values(used));
  const free = sample.columns.filter((column) => !taken.has(column) && !isPersonal(column) && column.length <= maxAttributeLength);
  const cellsOf = (column: string) => {
    const index = sample.columns.indexOf(column);
    return sample.rows.map((row) => row[index]?.trim() ?? "").filter((cell) => cell !== "");
  };
  const told = known.flatMap((name) => free.filter((column) => normalised(column) === name && holdsFew(column, cellsOf(column))));
  const untold = free.filter((column) => !told.includes(column) && looksCategorical(column, cellsOf(column)));
  return ok([...told, ...untold].slice(0, maxAttributes).map((column) => ({ column, name: column })));
}

function named(columns: readonly string[], used: ColumnMapping, asked: readonly string[]): Result<AttributeColumn[]> {
  const wrong = (path: string, message: string, detail: string) => err("invalid_input", detail, { fields: [{ path, message }] });
  if (asked.length > maxAttributes)
    return wrong("attributes", `at most ${maxAttributes}`, `At most ${maxAttributes} columns can be kept as attributes.`);
  for (const [i, column] of asked.entries()) {
    const path = `attributes.${i}`;
    if (!columns.includes(column)) {
      const existing = columns.map((one) => `"${one}"`).join(", ");
      return wrong(path, `no column "${column}"`, `There is no column "${column}". The file has the columns ${existing}.`);
    }
    if (isPersonal(column) || column === used.author)
      return wrong(path, "names people", `The column "${column}" names people. Attributes describe groups of them: plan, role, country.`);
    if (column === used.text || column.length > maxAttributeLength)
      return wrong(path, "no attribute", `The column "${column}" cannot be an attribute.`);
  }
  return ok([...new Set(asked)].map((column) => ({ column, name: column })));
}

function isPersonal(column: string): boolean {
  const plain = normalised(column);
  if (column.startsWith("__")) return true;
  return personal.test(plain) || people.test(plain) || (names.test(plain) && !namesOfThings.test(plain));
}

/** Of a column with a telling name: it has short values, and not a new one in every row. */
function holdsFew(column: string, cells: readonly string[]): boolean {
  const values = cells.flatMap((cell) => valuesOf(cell, column));
  return values.length > 0 && new Set(values).size <= Math.max(mostUntold, values.length / 2) && short(cells, column);
}

/** First and last name, as people are written. */
const likeAPerson = /^\p{Lu}[\p{L}'’-]+ (?:\p{Lu}\.? )?\p{Lu}[\p{L}'’-]+$/u;

/** Of one without: a few short words, again and again; no figures, dates or addresses, and not mostly what looks like people's names. */
function looksCategorical(column: string, cells: readonly string[]): boolean {
  const different = new Set(cells);
  if (cells.length < fewestFilled || different.size < 2 || different.size > mostUntold || different.size > cells.length / 5) return false;
  const figures = [...different].filter(
    (cell) => /^[-+]?[\d.,%\s]+$/.test(cell) || parseDate(cell) !== undefined || /^https?:/i.test(cell),
  );
  return (
    figures.length === 0 &&
    [...different].filter((cell) => likeAPerson.test(cell)).length <= different.size / 2 &&
    !addresses.test(normalised(column)) &&
    [...different].every((cell) => cell.split(/\s+/).length <= 3) &&
    short(cells, column)
  );
}

function short(cells: readonly string[], column: string): boolean {
  return lists.test(normalised(column)) || cells.filter((cell) => cell.length <= maxAttributeLength).length >= cells.length * 0.9;
}

/** What is kept of a cell: at most five values of at most forty characters, none of which reaches a person. */
export function valuesOf(cell: string, column: string): string[] {
  if (cell.length > longestList && !lists.test(normalised(column))) return [];
  const parts = lists.test(normalised(column)) ? cell.slice(0, longestList).split(/[;|,<>[\]"]+/) : [cell];
  return kept(parts);
}

/** The same of a field of a record, which may be a list of words, or of things with a name. */
export function valuesAt(fields: Fields, column: string): string[] {
  const value = valueAt(fields, column);
  if (Array.isArray(value))
    return kept(
      value.map((one: unknown) =>
        typeof one === "object" && one !== null && "name" in one ? String(one.name) : typeof one === "string" ? one : "",
      ),
    );
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? valuesOf(String(value), column) : [];
}

function kept(parts: readonly string[]): string[] {
  const values = parts
    .map((part) =>
      part
        .normalize("NFKC")
        .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ")
        .trim(),
    )
    .filter((value) => value !== "" && value.length <= maxAttributeLength && !value.includes(damage) && maskContacts(value).masked === 0);
  return [...new Set(values)].slice(0, maxAttributeValues);
}

function normalised(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}
