/** A file to a market table: bytes, unpacked where they are packed → text → records → keywords, competitors or answers, with what was left out and why. */
import { err, ok, type Result } from "../../../../../contracts/result.ts";
import {
  maxMarketBytes,
  type MarketDropReason,
  type MarketRow,
  type MarketTable,
  type MarketTableKind,
} from "../../../../../contracts/services/niche-market-tables.ts";
import { withoutHidden } from "../cleaning.ts";
import { fitsHeader } from "../csv-table.ts";
import { damage } from "../damaged-text.ts";
import { sniffEncoding, TextDecoding } from "../decoding.ts";
import { sniffLayout } from "../layout.ts";
import { CsvReader, type CsvRecord } from "../records.ts";
import { sha256, Sha256 } from "../sha256.ts";
import { unpacked } from "../unpacking.ts";
import { competitorTable } from "./competitors.ts";
import { keywordTable } from "./keywords.ts";
import type { RowReader } from "./row-reader.ts";
import { surveyTable } from "./survey.ts";

export interface MarketReadOptions {
  fileName: string;
  /** What the file is; without it, its columns tell. */
  kind?: MarketTableKind | undefined;
}

export interface ReadMarketTable {
  table: MarketTable;
  rows: MarketRow[];
}

/** A survey's columns tell the most, competitors' the least. */
const kinds = [surveyTable, keywordTable, competitorTable] as const;
/** Bytes that are looked at before anything is decided. */
const sniffedBytes = 64 * 1024;
const listedColumns = 200;
const listedDrops = 100;
/** Columns of one file at most. */
const maxColumns = 1_000;

/**
 * Reads the whole file; only what is kept stays in memory. `unsupported_media` for what is not text, `invalid_input`, naming the columns that are
 * there, for a table of none of the kinds or without a row, `too_large` beyond the limit of bytes, packed or unpacked.
 */
export async function readMarketTable(
  body: AsyncIterable<Uint8Array>,
  { fileName, kind }: MarketReadOptions,
): Promise<Result<ReadMarketTable>> {
  const digest = new Sha256();
  const file = new MarketFile(fileName, kind);
  let bytes = 0;
  for await (const chunk of unpacked(noted(body, digest), maxMarketBytes)) {
    bytes += chunk.length;
    if (bytes > maxMarketBytes)
      return err("too_large", `A table has at most ${maxMarketBytes / 1024 / 1024} MiB. Leave out columns or rows that matter least.`);
    const fault = file.push(chunk);
    if (!fault.ok) return fault;
  }
  return file.end(digest);
}

async function* noted(body: AsyncIterable<Uint8Array>, digest: Sha256): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    digest.update(chunk);
    yield chunk;
  }
}

/** What of the file is open once its header is known. */
interface Opened {
  decoding: TextDecoding;
  records: CsvReader;
  reader: RowReader;
  kind: MarketTableKind;
  columns: string[];
  delimiter: string | undefined;
  preambleLines: number;
}

class MarketFile {
  readonly #fileName: string;
  readonly #kind: MarketTableKind | undefined;
  #head = new Uint8Array(0);
  #opened: Opened | undefined;
  readonly #droppedBy: Partial<Record<MarketDropReason, number>> = {};
  readonly #dropped: { row: number; reason: MarketDropReason }[] = [];
  #read = 0;
  #kept = 0;

  constructor(fileName: string, kind: MarketTableKind | undefined) {
    this.#fileName = fileName;
    this.#kind = kind;
  }

  push(chunk: Uint8Array): Result<true> {
    if (this.#opened) {
      this.#take(this.#opened.records.push(this.#opened.decoding.decode(chunk)));
      return ok(true);
    }
    const both = new Uint8Array(this.#head.length + chunk.length);
    both.set(this.#head);
    both.set(chunk, this.#head.length);
    this.#head = both;
    return both.length < sniffedBytes ? ok(true) : this.#open(false);
  }

  end(digest: Sha256): Result<ReadMarketTable> {
    const opened = this.#opened ? ok(true as const) : this.#open(true);
    if (!opened.ok) return opened;
    if (!this.#opened) return err("invalid_input", "The file is empty: there is no header line.");
    const { decoding, records, reader, kind, columns, delimiter, preambleLines } = this.#opened;
    this.#take([...records.push(decoding.end()), ...records.end()]);
    const { rows, ...found } = reader.result();
    if (rows.length === 0) return err("invalid_input", nothingKept(kind, this.#read, this.#droppedBy));
    const { outcomes, segments, months, source } = found;
    const { count: ignoredCells, listed: ignored } = reader.ignored;
    const table: MarketTable = {
      id: `mtb_${sha256(`${kind}\n${JSON.stringify(rows)}`).slice(0, 32)}`,
      kind,
      fileName: this.#fileName,
      ...(source !== undefined && { source }),
      encoding: decoding.encoding,
      ...(delimiter !== undefined && { delimiter }),
      preambleLines,
      columns: { found: columns.slice(0, listedColumns).map((name) => name.slice(0, 200)), used: reader.used },
      read: this.#read,
      kept: this.#kept,
      droppedBy: this.#droppedBy,
      dropped: this.#dropped,
      ignoredCells,
      ...(ignored.length > 0 && { ignored }),
      rows: rows.length,
      ...(months && { months }),
      ...(outcomes && { outcomes }),
      ...(segments && { segments }),
      sourceDigest: digest.hex(),
    };
    return ok({ table, rows });
  }

  #open(whole: boolean): Result<true> {
    const encoding = sniffEncoding(this.#head);
    if (!encoding.ok) return encoding;
    const decoding = new TextDecoding(encoding.value);
    const text = decoding.decode(this.#head) + (whole ? decoding.end() : "");
    this.#head = new Uint8Array(0);
    const layout = sniffLayout(text);
    if (layout.format !== "csv")
      return err("unsupported_media", `A market table is CSV or TSV; this file is ${layout.format.toUpperCase()}. Export it as CSV.`);
    const { delimiter, preambleLines } = layout;
    const records = new CsvReader(delimiter);
    const lines = text.replaceAll(/\r\n|\r(?!$)/g, "\n").split("\n");
    const read = [...records.push(lines.slice(preambleLines).join("\n")), ...(whole ? records.end() : [])];
    const header = read.shift();
    if (!header) return err("invalid_input", "There is no header line at the beginning of the file.");
    if (header.length > maxColumns) return err("invalid_input", `The file has ${header.length} columns; at most ${maxColumns} are read.`);
    const columns = header.map((name, i) => withoutHidden(name.replaceAll(damage, "\ufffd")) || `column ${i + 1}`);
    const found = this.#recognise({ columns, decimalComma: delimiter === ";", fileName: this.#fileName });
    if (!found.ok) return found;
    this.#opened = { ...found.value, decoding, records, columns, delimiter, preambleLines };
    this.#take(read);
    return ok(true);
  }

  #recognise(header: { columns: string[]; decimalComma: boolean; fileName: string }): Result<{ kind: MarketTableKind; reader: RowReader }> {
    const asked = this.#kind === undefined ? kinds : kinds.filter(({ kind }) => kind === this.#kind);
    for (const { kind, open } of asked) {
      const reader = open(header);
      if (reader) return ok({ kind, reader });
    }
    const wanted = asked.map(({ kind, wanted: columns }) => `${kind}: ${columns}`).join("; ");
    const there = header.columns.slice(0, 40).map((name) => `"${name.slice(0, 60)}"`);
    const more = header.columns.length > there.length ? ` and ${header.columns.length - there.length} more` : "";
    return err("invalid_input", `The columns do not make a market table. There are ${there.join(", ")}${more}. Wanted is ${wanted}.`);
  }

  /** Why a record is not kept; undefined where it is. */
  #reasonOf(cells: CsvRecord): MarketDropReason | undefined {
    if (!cells || !this.#opened) return "not-parseable";
    if (cells.some((cell) => cell.includes(damage))) return "encoding";
    const { columns, reader } = this.#opened;
    return fitsHeader(cells, columns.length, columns.length) ? reader.take(cells, this.#read) : "cells-do-not-match";
  }

  #take(records: readonly CsvRecord[]): void {
    for (const cells of records) {
      this.#read += 1;
      const reason = this.#reasonOf(cells);
      if (reason === undefined) {
        this.#kept += 1;
        continue;
      }
      this.#droppedBy[reason] = (this.#droppedBy[reason] ?? 0) + 1;
      if (this.#dropped.length < listedDrops) this.#dropped.push({ row: this.#read, reason });
    }
  }
}

function nothingKept(kind: MarketTableKind, read: number, droppedBy: Partial<Record<MarketDropReason, number>>): string {
  const why = Object.entries(droppedBy).map(([reason, count]) => `${count} ${reason}`);
  const rows = read === 0 ? "no row below the header" : `${read} rows, none of which could be kept (${why.join(", ")})`;
  return `This table of kind ${kind} has ${rows}.`;
}
