/**
 * Values of SQLite columns as a backup carries them. JSON alone loses some: bytes, texts that are no UTF-8, integers beyond 2^53,
 * infinities, and whether 5 was an integer or a real. So each value is read by an expression of its own, together with its type, and
 * written by one. Pure: statements are run by whoever owns the database.
 */
import { Buffer } from "node:buffer";
import type { Cell } from "./backup.ts";

/** What a database takes for a parameter. */
export type BoundValue = string | number | null | ArrayBuffer;

/** Expression that says the type of each column in one letter; its value belongs to `cellOf`. */
export function kindsOf(columns: readonly string[]): string {
  return columns.map((column) => `substr(typeof(${column}), 1, 1)`).join(" || ") || "''";
}

/** Expression under which a column is read. `asBytes`: every text as its bytes, for rows of which `needsBytes` is true. */
export function readingOf(column: string, asBytes = false): string {
  const text = asBytes ? `CAST(${column} AS BLOB)` : column;
  const safe = `${column} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`;
  return `CASE typeof(${column}) WHEN 'text' THEN ${text} WHEN 'integer' THEN iif(${safe}, ${column}, CAST(${column} AS TEXT))
    WHEN 'real' THEN iif(abs(${column}) = 9e999, CAST(${column} > 0 AS TEXT), ${column}) ELSE ${column} END`;
}

/** True for a text that may have been something else: what is no UTF-8 arrives as this character. */
export function needsBytes(read: unknown): boolean {
  return typeof read === "string" && read.includes("\uFFFD");
}

/** The cell of a value that was read by `readingOf`; `kind` is its letter in `kindsOf`. Throws for what no database answers. */
export function cellOf(kind: string | undefined, read: unknown): Cell {
  if (kind === "n") return null;
  if (kind === "i" && (typeof read === "number" || typeof read === "string")) return typeof read === "number" ? read : { integer: read };
  if (kind === "r" && typeof read === "number") return Number.isInteger(read) ? { real: String(read) } : read;
  if (kind === "r" && typeof read === "string") return { real: read === "1" ? "Infinity" : "-Infinity" };
  if (kind === "t" && typeof read === "string") return read;
  const bytes = bytesOf(read);
  if (bytes && kind === "b") return { base64: bytes.toString("base64") };
  if (bytes && kind === "t") {
    const text = bytes.toString("utf8");
    return Buffer.from(text, "utf8").equals(bytes) ? text : { text: bytes.toString("base64") };
  }
  throw new Error(`a column of the kind ${kind} holds a ${typeof read}`);
}

/** The expression that makes a cell's value again from the parameter `parameter` (`?`, `?3`), and what to bind to that. */
export function writingOf(cell: Cell, parameter: string): { expression: string; bound: BoundValue } {
  if (cell === null || typeof cell === "string") return { expression: parameter, bound: cell };
  // A number is bound as a real.
  if (typeof cell === "number") return { expression: Number.isInteger(cell) ? `CAST(${parameter} AS INTEGER)` : parameter, bound: cell };
  if ("integer" in cell) return { expression: `CAST(${parameter} AS INTEGER)`, bound: cell.integer };
  if ("text" in cell) return { expression: `CAST(${parameter} AS TEXT)`, bound: unpacked(cell.text) };
  if ("base64" in cell) return { expression: parameter, bound: unpacked(cell.base64) };
  const number = Number(cell.real);
  // Infinity is nothing that could be bound everywhere.
  const bound = Number.isFinite(number) ? number : cell.real.replace("Infinity", "9e999");
  return { expression: `CAST(${parameter} AS REAL)`, bound };
}

function bytesOf(read: unknown): Buffer | undefined {
  if (read instanceof ArrayBuffer) return Buffer.from(read);
  return Array.isArray(read) || read instanceof Uint8Array ? Buffer.from(read) : undefined;
}

function unpacked(base64: string): ArrayBuffer {
  // A copy: a small buffer of Node's is a view into a larger one.
  return new Uint8Array(Buffer.from(base64, "base64")).buffer;
}
