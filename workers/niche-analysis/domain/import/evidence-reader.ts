/** A file to evidence, in one pass: bytes → text → records → rows, with a count of everything that was left out and why. */
import { ok, type Result } from "../../../../contracts/result.ts";
import {
  maxListedDrops,
  type ColumnMapping,
  type DropReason,
  type Evidence,
  type ImportReport,
} from "../../../../contracts/services/niche-evidence.ts";
import { clean, normalForm } from "./cleaning.ts";
import { parseDate } from "./dates.ts";
import { sniffEncoding, TextDecoding } from "./decoding.ts";
import { authorHash } from "./privacy.ts";
import { sha256, Sha256 } from "./sha256.ts";
import { openTable, type Table, type TableRow } from "./table.ts";
import { parseRating } from "./columns.ts";

export interface ReadOptions {
  fileName: string;
  mapping?: ColumnMapping;
  /** Of the organisation; goes into author hashes and nowhere else. */
  authorSalt: string;
  /** Rows kept at most; the rest is dropped as `over-limit`. Default 100,000: their ids must fit in memory to find duplicates. */
  maxRows?: number;
  /** Rows a batch. Default 200. */
  batchRows?: number;
}

/** Bytes that are looked at before the layout is decided. */
const sniffedBytes = 64 * 1024;

/**
 * Yields batches of evidence while the file is read; returns the report, or the fault that makes the whole file unusable
 * (`unsupported_media`, `invalid_input`), which is found before the first batch. Nothing but the pending record, the sample and the ids
 * is held. The same bytes give the same rows, however they are cut into chunks.
 */
export async function* readEvidence(
  body: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<Evidence[], Result<ImportReport>> {
  const { maxRows = 100_000, batchRows = 200 } = options;
  const fileDigest = new Sha256();
  const intake = new Intake(options, maxRows);
  let bytes = 0;
  let head: Uint8Array[] = [];
  let opened: { decoding: TextDecoding; table: Table } | undefined;
  let batch: Evidence[] = [];

  const open = (): Result<TableRow[]> => {
    const start = concat(head);
    head = [];
    const encoding = sniffEncoding(start);
    if (!encoding.ok) return encoding;
    const decoding = new TextDecoding(encoding.value);
    const table = openTable(decoding.decode(start), options.mapping);
    if (!table.ok) return table;
    opened = { decoding, table: table.value.table };
    return ok(table.value.rows);
  };

  for await (const chunk of body) {
    fileDigest.update(chunk);
    bytes += chunk.length;
    let rows: TableRow[];
    if (opened) rows = opened.table.push(opened.decoding.decode(chunk));
    else {
      head.push(chunk);
      if (bytes < sniffedBytes) continue;
      const first = open();
      if (!first.ok) return first;
      rows = first.value;
    }
    for (const row of rows) {
      const kept = intake.take(row);
      if (kept && batch.push(kept) >= batchRows) {
        yield batch;
        batch = [];
      }
    }
  }

  let last: TableRow[] = [];
  if (!opened) {
    const first = open();
    if (!first.ok) return first;
    last = first.value;
  }
  if (opened) last = [...last, ...opened.table.push(opened.decoding.end()), ...opened.table.end()];
  for (const row of last) {
    const kept = intake.take(row);
    if (kept && batch.push(kept) >= batchRows) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;

  return ok({
    fileName: options.fileName,
    ...(opened ? opened.table.description : { format: "csv", preambleLines: 0, columns: { found: [], used: {} } }),
    encoding: opened?.decoding.encoding ?? "utf-8",
    ...intake.counts(),
    provenance: { bytes, sourceDigest: fileDigest.hex(), evidenceDigest: evidenceDigest(intake.ids()) },
  });
}

/** SHA-256 over the ids in canonical order (sorted), one a line: names exactly which evidence something rests on. */
export function evidenceDigest(ids: Iterable<string>): string {
  return sha256([...ids].toSorted().join("\n"));
}

/** The id of a text: equal for texts with the same normal form. */
export function evidenceId(text: string): string {
  return `evd_${sha256(normalForm(text)).slice(0, 32)}`;
}

/** Decides row by row what is kept. */
class Intake {
  readonly #options: ReadOptions;
  readonly #maxRows: number;
  readonly #ids = new Set<string>();
  readonly #droppedBy: Partial<Record<DropReason, number>> = {};
  readonly #dropped: { row: number; reason: DropReason }[] = [];
  #read = 0;
  #masked = 0;

  constructor(options: ReadOptions, maxRows: number) {
    this.#options = options;
    this.#maxRows = maxRows;
  }

  take(row: TableRow): Evidence | undefined {
    this.#read++;
    if (!row) return this.#drop("not-parseable");
    const cleaned = clean(row.text);
    if (typeof cleaned === "string") return this.#drop(cleaned);
    const id = evidenceId(cleaned.text);
    if (this.#ids.has(id)) return this.#drop("duplicate");
    if (this.#ids.size >= this.#maxRows) return this.#drop("over-limit");
    this.#ids.add(id);
    this.#masked += cleaned.masked;
    const { fileName, authorSalt } = this.#options;
    const author = authorHash(row.author ?? "", authorSalt);
    const date = parseDate(row.date ?? "");
    const rating = parseRating(row.rating ?? "");
    return {
      id,
      text: cleaned.text,
      ...(author !== undefined && { author }),
      ...(date !== undefined && { date }),
      ...(rating !== undefined && { rating }),
      source: fileName,
      row: this.#read,
      provenance: sha256(`${fileName}\n${row.nativeId ?? this.#read}`),
    };
  }

  counts(): Pick<ImportReport, "read" | "kept" | "droppedBy" | "dropped" | "masked"> {
    return { read: this.#read, kept: this.#ids.size, droppedBy: this.#droppedBy, dropped: this.#dropped, masked: this.#masked };
  }

  ids(): Iterable<string> {
    return this.#ids;
  }

  #drop(reason: DropReason): undefined {
    this.#droppedBy[reason] = (this.#droppedBy[reason] ?? 0) + 1;
    if (this.#dropped.length < maxListedDrops) this.#dropped.push({ row: this.#read, reason });
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
