/** How a file is laid out, from its beginning: JSON, XML, mails or CSV, which delimiter, how many lines stand before the header. */
import Papa from "papaparse";
import { sniffJson, type JsonLayout } from "./json/json-layout.ts";
import { looksLikeMailbox } from "./mail/mailbox-reader.ts";
import { looksLikeXml } from "./xml/xml-layout.ts";

export type CsvLayout = { format: "csv"; delimiter?: string; preambleLines: number };
export type Layout = JsonLayout | CsvLayout | { format: "xml" | "mbox" };

const delimiters = [",", ";", "\t", "|"] as const;
const sampledRecords = 60;
/** Of the records, at least this share must have the same number of cells for a delimiter to count. */
const leastConsistency = 0.6;

/**
 * `sample` is the first part of the text, at least a few records. The delimiter is the one that cuts the most records into the same
 * number of cells; lines before the first record of that width (a title, a date range) are the preamble. Text in which no delimiter
 * does so for most records (lines of prose) is a table of one column without a delimiter.
 */
export function sniffLayout(sample: string): Layout {
  if (looksLikeMailbox(sample)) return { format: "mbox" };
  const json = sniffJson(sample);
  if (json) return json;
  if (looksLikeXml(sample)) return { format: "xml" };
  const text = sample.replaceAll(/\r\n?/g, "\n");
  let best: { delimiter?: string; width: number; consistency: number; preambleLines: number } = {
    width: 1,
    consistency: leastConsistency,
    preambleLines: 0,
  };
  for (const delimiter of delimiters) {
    const found = fit(text, delimiter);
    // A share of equal records within 2 % counts as a tie, which the wider table wins.
    if (
      found.width > 1 &&
      !found.prose &&
      (found.consistency > best.consistency + 0.02 || (found.consistency > best.consistency - 0.02 && found.width > best.width))
    ) {
      best = { delimiter, ...found };
    }
  }
  return { format: "csv", ...(best.delimiter !== undefined && { delimiter: best.delimiter }), preambleLines: best.preambleLines };
}

/** A first record with a sentence in it is no header. */
export function looksLikeData(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.length > 40 || cell.trim().split(/\s+/).length > 6);
}

interface Fit {
  width: number;
  consistency: number;
  preambleLines: number;
  /** Sentences with as many commas each: no header, and a space behind every delimiter. */
  prose: boolean;
}

function fit(text: string, delimiter: string): Fit {
  const parsed: { data: string[][] } = new Papa.Parser({ delimiter, newline: "\n", quoteChar: '"', preview: sampledRecords }).parse(
    text,
    0,
    false,
  );
  const records = parsed.data.filter((cells) => cells.length > 1 || cells[0]?.trim() !== "");
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, count] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  const first = parsed.data.findIndex((cells) => cells.length === width);
  const preamble = parsed.data.slice(0, first).map((cells) => cells.join(delimiter));
  return {
    width,
    consistency: count / Math.max(1, records.length),
    preambleLines: preamble.join("\n").split("\n").length * Math.sign(first),
    prose: looksLikeData(parsed.data[first] ?? []) && records.every((cells) => cells.slice(1).every((cell) => /^\s/.test(cell))),
  };
}
