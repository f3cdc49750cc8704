/** Reads a file the way an import does, for tests: all rows at once, with the report or the fault. */
import type { Fault, Result } from "../../../../contracts/result.ts";
import type { ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { readEvidence, type ReadOptions } from "../import/evidence-reader.ts";
import { isText, type TakenRow } from "../import/occurrence.ts";

export interface Reading {
  rows: (TakenRow & { text: string })[];
  /** Further occurrences of the texts of `rows`. */
  copies: TakenRow[];
  report: ImportReport;
}

/** The bytes cut into pieces of `size`. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

type Options = Partial<ReadOptions> & {
  /** Bytes that come at once. */
  size?: number;
};

/** What is taken of a file, in the order of its rows. */
export interface Taken {
  rows: TakenRow[];
  /** How many came at once. */
  batches: number[];
  result: Result<ImportReport>;
}

export async function take(file: string | Uint8Array, { size = 1 << 16, ...options }: Options = {}): Promise<Taken> {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const reading = readEvidence(inPieces(bytes, size), { fileName: "file", authorSalt: "salt", ...options });
  const rows: TakenRow[] = [];
  const batches: number[] = [];
  for (;;) {
    const step = await reading.next();
    if (step.done) return { rows, batches, result: step.value };
    rows.push(...step.value);
    batches.push(step.value.length);
  }
}

/** All rows in their order, with the report. Fails the test where the file cannot be read. */
export async function readRows(file: string | Uint8Array, options: Options = {}): Promise<{ rows: TakenRow[]; report: ImportReport }> {
  const { rows, result } = await take(file, options);
  if (!result.ok) throw new Error(result.error.detail);
  return { rows, report: result.value };
}

export async function attempt(file: string | Uint8Array, options: Options = {}): Promise<Reading | { fault: Fault }> {
  const { rows, result } = await take(file, options);
  if (!result.ok) return { fault: result.error };
  return { rows: rows.filter(isText), copies: rows.filter((row) => !isText(row)), report: result.value };
}

/** Fails the test where the file cannot be read. */
export async function readFile(file: string | Uint8Array, options: Options = {}): Promise<Reading> {
  const result = await attempt(file, options);
  if ("fault" in result) throw new Error(result.fault.detail);
  return result;
}

/** Fails the test where the file can be read. */
export async function faultOf(file: string | Uint8Array, options: Partial<ReadOptions> = {}): Promise<Fault> {
  const result = await attempt(file, options);
  if (!("fault" in result)) throw new Error(`read ${result.report.read} rows`);
  return result.fault;
}

/** With a byte order mark. */
export function utf16le(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + text.length * 2);
  bytes.set([0xff, 0xfe]);
  for (let i = 0; i < text.length; i++) bytes.set([text.charCodeAt(i) & 0xff, text.charCodeAt(i) >> 8], 2 + i * 2);
  return bytes;
}
