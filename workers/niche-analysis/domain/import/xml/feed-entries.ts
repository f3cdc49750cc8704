/**
 * The entries of an RSS (2.0 and 1.0) or Atom (RFC 4287) feed, read in pieces. No general XML: there are no declared entities, so nothing in a
 * feed can grow, and nothing outside of it is ever looked up.
 */
import { maxRecordCharacters, type JsonRecord, type RecordReader } from "../records.ts";
import { decoded } from "./xml-rows.ts";

/** Elements of one entry that are looked at. */
const maxChildren = 500;
/** What may be the beginning of an entry is not longer than this. */
const maxTagStart = 12;

/** Fields of a record; those that an entry lacks are empty. `title` and `content` are HTML. */
export interface FeedEntry extends Record<string, string> {
  title: string;
  content: string;
  author: string;
  published: string;
  id: string;
  link: string;
}

/** An entry that is not well-formed, is longer than `maxRecordCharacters` or breaks off is `undefined`. */
export class FeedEntries implements RecordReader<JsonRecord> {
  #pending = "";

  push(text: string): JsonRecord[] {
    this.#pending += text;
    const records: JsonRecord[] = [];
    let at = 0;
    for (;;) {
      const start = entryStart(this.#pending, at);
      if (start === undefined) {
        at = Math.max(at, this.#pending.length - maxTagStart);
        break;
      }
      at = start.at;
      const end = start.name === undefined ? undefined : endOf(this.#pending, start.from, start.name);
      if (end === undefined) break;
      records.push(end.after - at > maxRecordCharacters ? undefined : entryOf(this.#pending.slice(start.from, end.at)));
      at = end.after;
    }
    this.#pending = this.#pending.slice(at);
    if (this.#pending.length > maxRecordCharacters) {
      // Read on after the tag that it began with.
      this.#pending = this.#pending.slice(maxRecordCharacters);
      records.push(undefined);
    }
    return records;
  }

  end(): JsonRecord[] {
    const cut = entryStart(this.#pending, 0)?.name !== undefined;
    this.#pending = "";
    return cut ? [undefined] : [];
  }
}

/** Where the next entry begins and its content does; without a name, something that is not closed yet stands before it. */
function entryStart(text: string, from: number): { at: number; from: number; name?: string } | undefined {
  const opening = /<!\[CDATA\[|<!--|<(item|entry)(?:\s[^<>]*)?>/g;
  opening.lastIndex = from;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const [, name] = found;
    if (name !== undefined && found[0].endsWith("/>")) continue;
    if (name !== undefined) return { at: found.index, from: opening.lastIndex, name };
    const close = closeOf(text, found[0], opening.lastIndex);
    if (close === undefined) return { at: found.index, from: opening.lastIndex };
    opening.lastIndex = close;
  }
  return undefined;
}

/** Where the element `name`, whose content begins at `from`, ends. What stands in comments and CDATA counts for nothing. */
function endOf(text: string, from: number, name: string): { at: number; after: number } | undefined {
  const mark = new RegExp(`<!\\[CDATA\\[|<!--|<(/?)${name.replaceAll(".", "\\.")}(?=[\\s/>])[^<>]*>`, "g");
  mark.lastIndex = from;
  let depth = 1;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === "<![CDATA[" || found[0] === "<!--") {
      const close = closeOf(text, found[0], mark.lastIndex);
      if (close === undefined) return undefined;
      mark.lastIndex = close;
    } else if (found[1] === "/") {
      if (--depth === 0) return { at: found.index, after: mark.lastIndex };
    } else if (!found[0].endsWith("/>")) depth++;
  }
  return undefined;
}

function closeOf(text: string, open: string, from: number): number | undefined {
  const close = open === "<!--" ? "-->" : "]]>";
  const at = text.indexOf(close, from);
  return at === -1 ? undefined : at + close.length;
}

function entryOf(content: string): JsonRecord {
  const parts = childrenOf(content);
  if (!parts) return undefined;
  if (parts.some(({ name }) => name === "im:rating")) return appStoreReview(parts);
  const first = (...names: string[]) => names.map((name) => parts.find((part) => part.name === name)).find((part) => part !== undefined);
  const link = parts.find(({ name, attributes }) => name === "link" && !/\srel\s*=\s*["'](?!alternate)/.test(attributes));
  const address = link && (plain(link.content) || decoded(/\shref\s*=\s*["']([^"'<>]*)["']/.exec(link.attributes)?.[1] ?? ""));
  const author = first("dc:creator", "author");
  const entry: FeedEntry = {
    title: htmlOf(first("title")),
    content: htmlOf(first("content:encoded", "content", "description", "summary")),
    author: author ? plain(childrenOf(author.content)?.find(({ name }) => name === "name")?.content ?? author.content) : "",
    published: plain(first("pubdate", "published", "dc:date", "updated")?.content ?? ""),
    id: plain(first("guid", "id")?.content ?? "") || (address ?? ""),
    link: address ?? "",
  };
  return entry;
}

/** A review of Apple's App Store: the record that the same feed has as JSON. */
function appStoreReview(parts: readonly Part[]): JsonRecord {
  const text = parts.find(({ name, attributes }) => name === "content" && /\stype\s*=\s*["']text["']/.test(attributes));
  const label = (name: string, part = parts.find((one) => one.name === name)) => ({ label: part ? plain(part.content) : "" });
  const author = childrenOf(parts.find(({ name }) => name === "author")?.content ?? "") ?? [];
  return {
    id: label("id"),
    title: label("title"),
    content: label("content", text),
    author: {
      name: label(
        "name",
        author.find(({ name }) => name === "name"),
      ),
    },
    updated: label("updated"),
    "im:rating": label("im:rating"),
    "im:version": label("im:version"),
  };
}

interface Part {
  /** In lower case. */
  name: string;
  attributes: string;
  content: string;
}

/** The elements right within `content`; undefined where one is not closed. */
function childrenOf(content: string): Part[] | undefined {
  const parts: Part[] = [];
  const opening = /<!\[CDATA\[|<!--|<([A-Za-z_][\w.:-]*)((?:[\s/][^<>]*)?)>/g;
  for (let found = opening.exec(content); found && parts.length < maxChildren; found = opening.exec(content)) {
    const [whole, name, attributes = ""] = found;
    if (name === undefined) {
      const close = closeOf(content, whole, opening.lastIndex);
      if (close === undefined) return undefined;
      opening.lastIndex = close;
    } else if (whole.endsWith("/>")) parts.push({ name: name.toLowerCase(), attributes, content: "" });
    else {
      const end = endOf(content, opening.lastIndex, name);
      if (!end) return undefined;
      parts.push({ name: name.toLowerCase(), attributes, content: content.slice(opening.lastIndex, end.at) });
      opening.lastIndex = end.after;
    }
  }
  return parts;
}

/** The content of a text element as HTML: Atom says by `type` what it is, RSS means HTML. */
function htmlOf(part: Part | undefined): string {
  if (!part) return "";
  const type = /\stype\s*=\s*["']([^"']*)["']/.exec(part.attributes)?.[1];
  if (type === "xhtml") return part.content;
  const text = plain(part.content);
  return type === "text" ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;") : text;
}

/** Characters of an element without elements: CDATA as it stands, references decoded once. */
function plain(content: string): string {
  let text = "";
  let at = 0;
  for (;;) {
    const start = content.indexOf("<![CDATA[", at);
    const end = start === -1 ? -1 : content.indexOf("]]>", start);
    if (end === -1) return (text + decoded(content.slice(at))).trim();
    text += decoded(content.slice(at, start)) + content.slice(start + "<![CDATA[".length, end);
    at = end + "]]>".length;
  }
}
