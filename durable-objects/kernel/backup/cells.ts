/** Values of an actor's tables as a backup carries them, and back. */
import { Buffer } from "node:buffer";
import type { Cell } from "../../../contracts/services/backup.ts";

export function cellOf(value: SqlStorageValue): Cell {
  return value instanceof ArrayBuffer ? { base64: Buffer.from(value).toString("base64") } : value;
}

export function valueOf(cell: Cell): SqlStorageValue {
  if (cell === null || typeof cell !== "object") return cell;
  // A copy: a small buffer of Node's is a view into a larger one.
  return new Uint8Array(Buffer.from(cell.base64, "base64")).buffer;
}

/** Characters that a cell adds to a page, about. */
export function weightOf(cell: Cell): number {
  if (typeof cell === "string") return cell.length;
  return cell !== null && typeof cell === "object" ? cell.base64.length : 8;
}
