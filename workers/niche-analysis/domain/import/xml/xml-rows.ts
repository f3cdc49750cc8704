/**
 * The `<row …/>` elements of an XML dump, read in pieces: their attributes, by name. No general XML: there are no declared entities, so
 * nothing in a file can grow, and nothing outside of it is ever looked up.
 */
import { maxRecordCharacters, type JsonRecord, type RecordReader } from "../records.ts";

const predefined: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
/** What may be the beginning of a row or of an end tag is not longer than this. */
const maxTagStart = 20;

/**
 * A row that is not well-formed, is longer than `maxRecordCharacters` or breaks off is `undefined`, and so is the end of a file without its
 * end tag.
 */
export class XmlRows implements RecordReader<JsonRecord> {
  #pending = "";
  #closed = false;

  push(text: string): JsonRecord[] {
    this.#pending += text;
    const records: JsonRecord[] = [];
    let at = 0;
    for (;;) {
      const start = this.#nextRow(at);
      if (start === undefined) {
        // Kept only where a tag may have begun.
        const tag = this.#pending.lastIndexOf("<");
        at = tag >= Math.max(at, this.#pending.length - maxTagStart) ? tag : this.#pending.length;
        break;
      }
      at = start;
      const end = endOfTag(this.#pending, start);
      if (end === undefined) break;
      records.push(end - start > maxRecordCharacters ? undefined : attributes(this.#pending.slice(start, end)));
      at = end;
    }
    this.#pending = this.#pending.slice(at);
    if (this.#pending.length > maxRecordCharacters) {
      // A `<` cannot stand in the rest of the row: the next one begins something new.
      this.#pending = "";
      records.push(undefined);
    }
    return records;
  }

  end(): JsonRecord[] {
    const cut = !this.#closed || this.#nextRow(0) !== undefined;
    this.#pending = "";
    this.#closed = true;
    return cut ? [undefined] : [];
  }

  /** Where the next row begins; an end tag on the way is noted. */
  #nextRow(from: number): number | undefined {
    const tag = /<row(?=[\s/>])|<\/\w+\s*>/g;
    tag.lastIndex = from;
    for (let found = tag.exec(this.#pending); found; found = tag.exec(this.#pending)) {
      if (found[0] === "<row") return found.index;
      this.#closed = true;
    }
    return undefined;
  }
}

/** Behind the `>` that ends the tag, or at the `<` that cannot stand in it; undefined while the tag goes on. */
function endOfTag(text: string, start: number): number | undefined {
  const special = /["'<>]/g;
  special.lastIndex = start + 1;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    if (found[0] === ">") return special.lastIndex;
    if (found[0] === "<") return found.index;
    const value = new RegExp(`[<${found[0]}]`, "g");
    value.lastIndex = special.lastIndex;
    const end = value.exec(text);
    if (!end) return undefined;
    if (end[0] === "<") return end.index;
    special.lastIndex = value.lastIndex;
  }
  return undefined;
}

function attributes(tag: string): JsonRecord {
  const attribute = /\s+([A-Za-z_][\w.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
  attribute.lastIndex = "<row".length;
  const found: [string, string][] = [];
  let at = attribute.lastIndex;
  for (let one = attribute.exec(tag); one; one = attribute.exec(tag)) {
    found.push([one[1] ?? "", decoded(one[2] ?? one[3] ?? "")]);
    at = attribute.lastIndex;
  }
  return /^\s*\/?>$/.test(tag.slice(at)) ? Object.fromEntries(found) : undefined;
}

/** The five entities of XML itself and references to characters; any other stays as it is. */
export function decoded(value: string): string {
  return value.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (_, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return predefined[name] ?? "";
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code);
    },
  );
}
