/** Bytes of a file to rows: encoding, layout and columns are found in its first part, then everything streams through. */
import { err, ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping, ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { sniffEncoding, TextDecoding } from "./decoding.ts";
import { openTable } from "./open-table.ts";
import type { Table, TableRow } from "./table.ts";

/** Bytes that are looked at before anything is decided: the same ones, however the file is cut into chunks. */
const sniffedBytes = 64 * 1024;
/** Where not one record ends within these, twice as many are looked at, up to this many. */
const mostSniffedBytes = 4 * 1024 * 1024;

export interface TableFileOptions {
  fileName: string;
  mapping?: ColumnMapping | undefined;
  /** By its canonical name; without it the bytes tell. */
  encoding?: string | undefined;
  attributes?: readonly string[] | undefined;
}

export class TableFile {
  readonly #options: TableFileOptions;
  #head = new Uint8Array(0);
  #needed = sniffedBytes;
  #opened: { decoding: TextDecoding; table: Table } | undefined;

  constructor(options: TableFileOptions) {
    this.#options = options;
  }

  /** The rows that `chunk` completes; none while the first part is gathered. */
  push(chunk: Uint8Array): Result<TableRow[]> {
    if (this.#opened) return ok(this.#opened.table.push(this.#opened.decoding.decode(chunk)));
    this.#head = concat(this.#head, chunk);
    while (this.#head.length >= this.#needed) {
      const rows = this.#open(this.#needed, false);
      if (!rows.ok || this.#opened) return rows;
      if (this.#needed >= mostSniffedBytes) return err("invalid_input", `No record ends within the first ${mostSniffedBytes >> 20} MiB.`);
      this.#needed *= 2;
    }
    return ok([]);
  }

  /** The rows that are left when there are no more bytes. */
  end(): Result<TableRow[]> {
    const first = this.#opened ? ok([]) : this.#open(this.#head.length, true);
    if (!first.ok || !this.#opened) return first;
    const { decoding, table } = this.#opened;
    return ok([...first.value, ...table.push(decoding.end()), ...table.end()]);
  }

  /** What was found; complete once `end` was called. */
  get description(): Table["description"] & Pick<ImportReport, "encoding"> {
    return {
      ...(this.#opened?.table.description ?? { format: "csv", preambleLines: 0, columns: { found: [], used: {} } }),
      encoding: this.#opened?.decoding.encoding ?? "utf-8",
    };
  }

  /** Opens the table if the first `length` bytes are enough to tell what it is; gives the rows within all that is there. */
  #open(length: number, whole: boolean): Result<TableRow[]> {
    const start = this.#head.subarray(0, length);
    const encoding = sniffEncoding(start, this.#options.encoding);
    if (!encoding.ok) return encoding;
    const decoding = new TextDecoding(encoding.value);
    const text = whole ? decoding.decode(start) + decoding.end() : decoding.decode(start);
    const opened = openTable({ ...this.#options, start: text, whole });
    if (!opened.ok) return opened;
    if (!opened.value) return ok([]);
    const { table, rows } = opened.value;
    this.#opened = { decoding, table };
    const beyond = this.#head.subarray(length);
    this.#head = new Uint8Array(0);
    return ok([...rows, ...table.push(decoding.decode(beyond))]);
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
