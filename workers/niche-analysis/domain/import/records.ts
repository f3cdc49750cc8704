/** Text of a CSV or JSON-lines file, fed in pieces, to records. A record that crosses two pieces is held until it is whole. */
import Papa from "papaparse";
import { cutCsv } from "./csv-cuts.ts";

/** One record: the cells in the order of the file, or `undefined` where it could not be read. */
export type CsvRecord = string[] | undefined;
/** One object, or `undefined` where it is not a JSON object. */
export type JsonRecord = Record<string, unknown> | undefined;

export interface RecordReader<Row> {
  /** The records that `text` completes. */
  push(text: string): Row[];
  /** What is left when there is no more text. */
  end(): Row[];
}

/** A record longer than this is taken for a broken quote: its first line is given up and reading resumes on the next. */
export const maxRecordCharacters = 1 << 20;

/**
 * CSV after RFC 4180, with any delimiter. A line whose quote never closes is `undefined`; where each line is one text, it is a text that begins with a
 * quotation. Records are cut here and split into cells by Papa Parse, whose own streaming needs a Node stream, which a Worker lacks.
 */
export class CsvReader implements RecordReader<CsvRecord> {
  #pending = "";
  #givenUp = false;
  readonly #delimiter: string;
  readonly #oneCell: boolean;

  /** Without a delimiter every line (or quoted text) is one cell. */
  constructor(delimiter?: string) {
    this.#delimiter = delimiter ?? "\u001f";
    this.#oneCell = delimiter === undefined;
  }

  push(text: string): CsvRecord[] {
    // Other programs' line ends become one; a CR at the very end waits for the LF that may follow.
    this.#pending = (this.#pending + text).replaceAll(/\r\n|\r(?!$)/g, "\n");
    const records = this.#giveUpLine() ? this.#take() : [];
    while (this.#pending.length > maxRecordCharacters) {
      this.#givenUp = true;
      records.push(undefined);
      if (this.#giveUpLine()) records.push(...this.#take());
    }
    return records;
  }

  /** Throws away what is left of a line that was given up; false while it goes on. */
  #giveUpLine(): boolean {
    if (!this.#givenUp) return true;
    const end = this.#pending.indexOf("\n");
    this.#pending = end === -1 ? "" : this.#pending.slice(end + 1);
    this.#givenUp = end === -1;
    return !this.#givenUp;
  }

  end(): CsvRecord[] {
    if (this.#pending === "") return [];
    this.#pending = this.#pending.replaceAll("\r", "\n");
    if (!this.#pending.endsWith("\n")) this.#pending += "\n";
    const records = this.#take();
    // Still something left: a quote that never closes. Give up its line and read the rest.
    while (this.#pending !== "") {
      const line = this.#pending.slice(0, this.#pending.indexOf("\n"));
      this.#pending = this.#pending.slice(line.length + 1);
      records.push(this.#oneCell ? [line] : undefined);
      for (const record of this.#take()) records.push(record);
    }
    return records;
  }

  /** The records that are whole. */
  #take(): CsvRecord[] {
    const { pieces, open } = cutCsv(this.#pending, this.#delimiter);
    this.#pending = this.#pending.slice(open);
    return pieces.flatMap((piece) => ("records" in piece ? this.#cells(piece.records) : [this.#oneCell ? [piece.line] : undefined]));
  }

  #cells(records: string): CsvRecord[] {
    const { data }: { data: string[][] } = new Papa.Parser({ delimiter: this.#delimiter, newline: "\n", quoteChar: '"' }).parse(
      records,
      0,
      false,
    );
    return data.filter((cells) => cells.length > 1 || cells[0]?.trim() !== "");
  }
}

/** One JSON object a line. */
export class JsonLinesReader implements RecordReader<JsonRecord> {
  #pending = "";
  /** The line that is being read is longer than a record may be: it was counted, and the rest of it is passed over. */
  #givenUp = false;

  push(text: string): JsonRecord[] {
    const lines = (this.#pending + text).split(/\r?\n/);
    if (this.#givenUp && lines.length > 1) {
      lines.shift();
      this.#givenUp = false;
    }
    this.#pending = this.#givenUp ? "" : (lines.pop() ?? "");
    const records = this.#givenUp ? [] : lines.filter((line) => line.trim() !== "").map(jsonObject);
    if (this.#pending.length <= maxRecordCharacters) return records;
    this.#pending = "";
    this.#givenUp = true;
    return [...records, undefined];
  }

  end(): JsonRecord[] {
    return this.push("\n");
  }
}

function jsonObject(line: string): JsonRecord {
  if (line.length > maxRecordCharacters) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
