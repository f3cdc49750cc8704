/** Reads a file the way an import does, for tests: all rows at once, with the report or the fault. */
import type { Fault } from "../../../../contracts/result.ts";
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

export async function attempt(
  file: string | Uint8Array,
  options: Partial<ReadOptions> & { size?: number } = {},
): Promise<Reading | { fault: Fault }> {
  const { size = 1 << 16, ...rest } = options;
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const reading = readEvidence(inPieces(bytes, size), { fileName: "file", authorSalt: "salt", ...rest });
  const taken: TakenRow[] = [];
  for (;;) {
    const step = await reading.next();
    if (!step.done) taken.push(...step.value);
    else if (!step.value.ok) return { fault: step.value.error };
    else return { rows: taken.filter(isText), copies: taken.filter((row) => !isText(row)), report: step.value.value };
  }
}

/** Fails the test where the file cannot be read. */
export async function readFile(file: string | Uint8Array, options: Partial<ReadOptions> & { size?: number } = {}): Promise<Reading> {
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
