/** Finds corpora in a folder by the names of their files and reads them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import Papa from "papaparse";
import * as z from "zod";

export interface Labelled {
  text: string;
  label: string;
}

const recordsSchema = z.array(z.record(z.string(), z.string()));
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

/** Rows that have both a text and a label, each text once; nothing when the file has no such columns. */
export function labelledRows(path: string, columns: { text?: string | undefined; label?: string | undefined } = {}): Labelled[] {
  const parsed = Papa.parse(readFileSync(path, "utf8"), { header: true, skipEmptyLines: true });
  const records = recordsSchema.safeParse(parsed.data);
  if (!records.success) return [];
  const found = Object.keys(records.data[0] ?? {});
  const text = columns.text ?? textNames.find((name) => found.includes(name));
  const label = columns.label ?? labelNames.find((name) => found.includes(name));
  if (text === undefined || label === undefined) return [];
  const seen = new Set<string>();
  return records.data.flatMap((record) => {
    const row = { text: record[text]?.trim() ?? "", label: record[label]?.trim() ?? "" };
    if (row.text === "" || row.label === "" || seen.has(row.text)) return [];
    seen.add(row.text);
    return [row];
  });
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

/** Those of its sentences in which an opinion is annotated whose signs do not cancel: what the complaint model was trained on. */
export function opinionSentences(path: string): string[] {
  const lines = readFileSync(path, "latin1").split(/\r?\n/);
  return lines.flatMap((line) => {
    const [annotation = "", text] = line.split("##");
    const sum = [...annotation.matchAll(/\[([+-]\d)\]/g)].reduce((total, match) => total + Number(match[1]), 0);
    return text === undefined || sum === 0 ? [] : [text];
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
