/** Text of a CSV or JSON-lines file, fed in pieces, to records. A record that crosses two pieces is held until it is whole. */
import Papa from "papaparse";

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

interface Parsed {
  data: string[][];
  meta: { cursor: number };
}

/**
 * CSV after RFC 4180, with any delimiter. Papa Parse is called on what is pending with `ignoreLastRow`, which also treats an open
 * quote as a last row; its cursor says where the next call has to begin. Its own streaming needs a Node stream, which a Worker lacks.
 */
export class CsvReader implements RecordReader<CsvRecord> {
  #pending = "";
  #givenUp = false;
  readonly #delimiter: string;

  /** Without a delimiter every line (or quoted text) is one cell. */
  constructor(delimiter?: string) {
    this.#delimiter = delimiter ?? "\u001f";
  }

  push(text: string): CsvRecord[] {
    // Other programs' line ends become one; a CR at the very end waits for the LF that may follow.
    this.#pending = (this.#pending + text).replaceAll(/\r\n|\r(?!$)/g, "\n");
    const records = this.#giveUpLine() ? this.#take(true) : [];
    while (this.#pending.length > maxRecordCharacters) {
      this.#givenUp = true;
      records.push(undefined);
      if (this.#giveUpLine()) records.push(...this.#take(true));
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
    const records = this.#take(true);
    // Still something left: a quote that never closes. Give up its line and read the rest.
    while (this.#pending !== "") {
      this.#pending = this.#pending.slice(this.#pending.indexOf("\n") + 1);
      records.push(undefined, ...this.#take(true));
    }
    return records;
  }

  #take(ignoreLastRow: boolean): CsvRecord[] {
    const { data, meta }: Parsed = new Papa.Parser({ delimiter: this.#delimiter, newline: "\n", quoteChar: '"' }).parse(
      this.#pending,
      0,
      ignoreLastRow,
    );
    this.#pending = this.#pending.slice(meta.cursor);
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
