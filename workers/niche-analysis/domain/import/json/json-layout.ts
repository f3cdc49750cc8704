/** How a JSON file is laid out, from its beginning: one object a line, or a document, and where in it the records are. */
import { JsonRecords } from "./json-records.ts";

export type JsonLayout = { format: "jsonl" } | { format: "json"; envelope: readonly string[] };

/** Where the answers of search engines, feeds and forums have their records: known by their names, also one answer on each line. */
const answers: readonly (readonly string[])[] = [["hits"], ["feed", "entry"], ["data", "children"]];
/** Where other documents have theirs. */
const lists = ["items", "data", "results", "reviews", "comments", "issues", "posts", "records", "rows"].map((key) => [key]);
/** An object with one of these is a record itself, whatever lists it has. */
const proseKeys = ["text", "body", "content", "comment", "review", "message", "selftext"];

/** The layout of the file that begins with `sample`; undefined when it is not JSON. */
export function sniffJson(sample: string): JsonLayout | undefined {
  const start = sample.trimStart();
  // A CSV file may begin with a bracket too; then no value of JSON follows it.
  if (start.startsWith("[")) return /^\[\s*(?:[{["]|\]\s*$)/.test(start) ? { format: "json", envelope: [] } : undefined;
  if (!start.startsWith("{")) return undefined;
  const linesOfTheirOwn = start.split("\n").filter((line) => line.startsWith("{") && isObject(line)).length;
  const envelope = [...answers, ...(linesOfTheirOwn > 1 ? [] : lists)].find((keys) => leadsToRecords(start, keys));
  if (envelope) return { format: "json", envelope };
  // One whole line is enough: others may be broken, and the objects of a document may fill many.
  return linesOfTheirOwn > 0 ? { format: "jsonl" } : { format: "json", envelope: [] };
}

function leadsToRecords(sample: string, envelope: readonly string[]): boolean {
  const reader = new JsonRecords(envelope);
  const [first] = reader.push(sample);
  // A feed with one entry has the entry itself in the place of the list.
  const reached = reader.begun || (first !== undefined && envelope.length > 1);
  return reached && !proseKeys.some((key) => reader.keysAround.has(key));
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
