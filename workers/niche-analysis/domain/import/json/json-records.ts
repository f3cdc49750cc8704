/** Objects out of JSON documents, read in pieces: only the record that is being read is held, however long the document is. */
import { maxRecordCharacters, type JsonRecord, type RecordReader } from "../records.ts";

const [quote, backslash, comma, colon, lineFeed] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const maxKeyCharacters = 200;
const maxKeysAround = 1000;

/** Between records; in one; in a value that holds none; or looking for the next one after one that broke off. */
type Place = "between" | "record" | "skipped" | "lost";

/**
 * `envelope` names the keys that lead from the top of a document to its records: `[]` for an array at the top or objects one after the
 * other, `["hits"]` for `{"hits": [{…}, {…}]}`. An object where the array is expected is one record, a string is `{ text }`. Several
 * documents may follow each other.
 *
 * A record that is anything else, is longer than `maxRecordCharacters` or breaks off is `undefined`, and so is the end of a document that
 * never came. A line break inside a string is not JSON: that record is given up, and reading resumes on the next line that begins with `{`.
 */
export class JsonRecords implements RecordReader<JsonRecord> {
  /** Keys met on the way to the records. */
  readonly keysAround = new Set<string>();
  /** Whether the array that holds the records was reached. */
  begun = false;
  readonly #envelope: readonly string[];
  #text = "";
  #at = 0;
  #place: Place = "between";
  #inString = false;
  #escaped = false;
  /** The value being read: what came in earlier pieces, and where it begins in this one. */
  #value = "";
  #from = 0;
  #keeping = false;
  #depth = 0;
  /** The latest key of each object around the records, the outermost first. */
  readonly #keys: string[] = [];
  #lastString = "";
  #inArray = false;
  /** A number or a word stands where a record should; it is counted once. */
  #inWord = false;
  /** Only white space so far on this line, this much of it. */
  #indent: number | undefined;
  #records: JsonRecord[] = [];

  constructor(envelope: readonly string[] = []) {
    this.#envelope = envelope;
  }

  push(text: string): JsonRecord[] {
    this.#text = text;
    this.#from = 0;
    for (this.#at = 0; this.#at < text.length; this.#at++) this.#read(text.charCodeAt(this.#at));
    // Once it is over the limit, nothing more of it is needed.
    if (this.#keeping && this.#value.length <= maxRecordCharacters) this.#value += text.slice(this.#from);
    return this.#records.splice(0);
  }

  end(): JsonRecord[] {
    const cut = this.#place === "record" || this.#place === "skipped" || this.#inString || this.#inArray || this.#keys.length > 0;
    [this.#place, this.#inString, this.#inArray, this.#keeping] = ["between", false, false, false];
    this.#keys.length = 0;
    return cut ? [undefined] : [];
  }

  #read(code: number): void {
    if (this.#inString) this.#readString();
    else if (this.#place === "between") this.#readBetween(code);
    else if (this.#place === "lost") this.#lookForNext(code);
    else this.#readWithin(code);
  }

  #readString(): void {
    if (this.#escaped) {
      this.#escaped = false;
      return;
    }
    const special = /["\\\n]/g;
    special.lastIndex = this.#at;
    this.#at = special.exec(this.#text)?.index ?? this.#text.length;
    const code = this.#text.charCodeAt(this.#at);
    if (code === backslash) this.#escaped = true;
    else if (code === quote) this.#endString();
    else if (code === lineFeed) this.#breakOff();
  }

  #endString(): void {
    this.#inString = false;
    if (this.#place === "between") this.#lastString = this.#take().slice(1, maxKeyCharacters).replace(/"$/, "");
    else if (this.#place === "record" && this.#depth === 0) this.#finish();
  }

  #readBetween(code: number): void {
    if (code === quote) {
      this.#inString = true;
      this.#begin(this.#inArray ? "record" : "between", 0);
    } else if (code === openBrace || code === openBracket) this.#open(code === openBracket);
    else if (code === closeBracket) [this.#inArray, this.#inWord] = [false, false];
    else if (code === closeBrace) this.#keys.pop();
    else if (code === comma) this.#inWord = false;
    else if (code === colon && this.#keys.length > 0) this.#nameKey();
    else if (code === lineFeed) this.#inWord &&= this.#inArray;
    else if (code > 0x20 && !this.#inWord && (this.#inArray || this.#keys.length === 0)) {
      this.#inWord = true;
      this.#records.push(undefined);
    }
  }

  #nameKey(): void {
    this.#keys[this.#keys.length - 1] = this.#lastString;
    if (this.keysAround.size < maxKeysAround) this.keysAround.add(this.#lastString);
  }

  #open(isArray: boolean): void {
    const onTheWay = this.#keys.every((key, i) => key === this.#envelope[i]);
    const arrived = onTheWay && this.#keys.length === this.#envelope.length;
    if (this.#inArray || (arrived && !isArray)) this.#begin("record", 1);
    else if (arrived) this.begun = this.#inArray = true;
    else if (onTheWay && !isArray && this.#keys.length < this.#envelope.length) this.#keys.push("");
    else this.#begin("skipped", 1);
  }

  #begin(place: Place, depth: number): void {
    this.#place = place;
    this.#depth = depth;
    this.#value = "";
    this.#from = this.#at;
    this.#keeping = place !== "skipped";
  }

  #readWithin(code: number): void {
    if (code === quote) this.#inString = true;
    else if (code === openBrace || code === openBracket) this.#depth++;
    else if ((code === closeBrace || code === closeBracket) && --this.#depth === 0) this.#finish();
  }

  #finish(): void {
    if (this.#place === "record") this.#records.push(recordOf(this.#take()));
    this.#place = "between";
  }

  #breakOff(): void {
    this.#inString = false;
    if (this.#place !== "record") return;
    this.#records.push(undefined);
    this.#keeping = false;
    this.#place = "lost";
    this.#indent = 0;
  }

  #lookForNext(code: number): void {
    if (code === lineFeed) this.#indent = 0;
    else if (this.#indent === undefined) return;
    else if (code <= 0x20 || code === comma) this.#indent++;
    else if (code === openBrace || (this.#indent === 0 && (code === closeBracket || code === closeBrace))) {
      this.#place = "between";
      this.#readBetween(code);
    } else this.#indent = undefined;
  }

  /** The value that ends here. */
  #take(): string {
    this.#keeping = false;
    return this.#value.length > maxRecordCharacters ? this.#value : this.#value + this.#text.slice(this.#from, this.#at + 1);
  }
}

function recordOf(json: string): JsonRecord {
  if (json.length > maxRecordCharacters) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "string") return { text: value };
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
