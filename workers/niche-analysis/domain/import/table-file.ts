/** Bytes of a file to rows: encoding, layout and columns are found in its first part, then everything streams through. */
import { ok, type Result } from "../../../../contracts/result.ts";
import type { ColumnMapping, ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import { sniffEncoding, TextDecoding } from "./decoding.ts";
import { openTable, type Table, type TableRow } from "./table.ts";

/** Bytes that are looked at before anything is decided: the same ones, however the file is cut into chunks. */
const sniffedBytes = 64 * 1024;

export class TableFile {
  readonly #mapping: ColumnMapping | undefined;
  #head = new Uint8Array(0);
  #opened: { decoding: TextDecoding; table: Table } | undefined;

  constructor(mapping?: ColumnMapping) {
    this.#mapping = mapping;
  }

  /** The rows that `chunk` completes; none while the first part is gathered. */
  push(chunk: Uint8Array): Result<TableRow[]> {
    if (this.#opened) return ok(this.#opened.table.push(this.#opened.decoding.decode(chunk)));
    this.#head = concat(this.#head, chunk);
    return this.#head.length < sniffedBytes ? ok([]) : this.#open();
  }

  /** The rows that are left when there are no more bytes. */
  end(): Result<TableRow[]> {
    const first = this.#opened ? ok([]) : this.#open();
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

  #open(): Result<TableRow[]> {
    const start = this.#head.subarray(0, sniffedBytes);
    const encoding = sniffEncoding(start);
    if (!encoding.ok) return encoding;
    const decoding = new TextDecoding(encoding.value);
    const opened = openTable(decoding.decode(start), this.#mapping);
    if (!opened.ok) return opened;
    const { table, rows } = opened.value;
    this.#opened = { decoding, table };
    const beyond = this.#head.subarray(sniffedBytes);
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
