/** Finds corpora in a folder by the names of their files and reads them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import Papa from "papaparse";
import * as z from "zod";
import { evidenceId } from "../../workers/niche-analysis/domain/import/evidence-reader.ts";

export interface Labelled {
  text: string;
  label: string;
}

/** A line with more cells than there are columns keeps the others in a list. */
const recordsSchema = z.array(z.record(z.string(), z.unknown()));
const textNames = ["text", "question", "sentence", "review", "body", "content", "utterance"];
const labelNames = ["label", "category", "intent", "topic", "theme", "class"];

/** Paths of all files in the folder and below it, sorted; of a file, its own path. */
export function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]));
}

export function named(files: readonly string[], name: string): string | undefined {
  return files.find((path) => basename(path) === name);
}

/**
 * Rows that have both a text and a label; of texts that an import takes for the same, the first. Undefined when the file has no such columns. Columns are found by common names in any case,
 * or are those named in `columns`.
 */
export function labelledRows(
  path: string,
  columns: { text?: string | undefined; label?: string | undefined } = {},
): Labelled[] | undefined {
  const parsed = Papa.parse(readFileSync(path, "utf8"), { header: true, skipEmptyLines: true });
  const records = recordsSchema.parse(parsed.data);
  const found = Object.keys(records[0] ?? {});
  const columnOf = (asked: string | undefined, names: readonly string[]) =>
    asked === undefined
      ? names.flatMap((name) => found.find((column) => column.trim().toLowerCase() === name) ?? [])[0]
      : found.find((column) => column === asked);
  const [text, label] = [columnOf(columns.text, textNames), columnOf(columns.label, labelNames)];
  if (text === undefined || label === undefined) return undefined;
  const rows = records.map((record) => ({ text: cellOf(record[text]), label: cellOf(record[label]) }));
  const whole = rows.filter((row) => row.text !== "" && row.label !== "");
  return [...Map.groupBy(whole, (row) => evidenceId(row.text)).values()].flatMap(([first]) => first ?? []);
}

/** A line may end before this column. */
function cellOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

/** The sentences of an annotated review file of Hu & Liu (2004), each once. */
export function annotatedSentences(path: string): string[] {
  const lines = readFileSync(path, "latin1").split(/\r?\n/);
  return [...new Set(lines.flatMap((line) => (line.includes("##") ? [(line.split("##")[1] ?? "").trim()] : [])))].filter(Boolean);
}

/** Its sentences that complain of something, with what: annotations like `customer service[-2]`. */
export function annotatedComplaints(path: string): { text: string; aspects: string[] }[] {
  const lines = readFileSync(path, "latin1").split(/\r?\n/);
  return lines.flatMap((line) => {
    const [annotation = "", text] = line.split("##");
    const aspects = Array.from(annotation.matchAll(/([^,[\]]+)\[-\d\]/g), ([, aspect = ""]) => aspect.trim().toLowerCase());
    return text === undefined || aspects.length === 0 ? [] : [{ text: text.trim(), aspects }];
  });
}

/** Sentences that people rated from −4 to 4 (Hutto & Gilbert 2014), one a line: id, rating, text. */
export function ratedSentences(path: string): { text: string; rating: number }[] {
  const lines = readFileSync(path, "utf8").split(/\r?\n/);
  return lines.flatMap((line) => {
    const [, rating, text] = line.split("\t");
    return text === undefined ? [] : [{ text, rating: Number(rating) }];
  });
}
