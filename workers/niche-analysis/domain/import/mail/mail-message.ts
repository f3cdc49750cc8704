/** One mail, line by line: its header, and of its parts (RFC 2046) the text; files that hang on it are passed over as they come. */
import { htmlText } from "../text/html-text.ts";
import { maxRecordCharacters } from "../records.ts";
import { address, headerFields, parameter, unstructured, type HeaderFields } from "./header-fields.ts";
import { replyText } from "./reply-text.ts";
import { decodeCharset, fromBase64, fromQuotedPrintable } from "./transfer.ts";

const maxHeaderCharacters = 1 << 18;
const maxNesting = 20;

interface TextPart {
  fields: HeaderFields;
  lines: string[];
  length: number;
}

/** Lines are bytes in the range of Latin-1, without their line ends. Nothing is held but the header and one text of each kind. */
export class MailMessage {
  #header: HeaderFields | undefined;
  /** Lines of the header that is being read, or undefined within a body. */
  #headerLines: string[] | undefined = [];
  #headerLength = 0;
  /** Of the multiparts that are open, the outermost first. */
  #boundaries: string[] = [];
  #part: TextPart | undefined;
  #plain: TextPart | undefined;
  #html: TextPart | undefined;

  line(line: string): void {
    if (line.startsWith("--") && this.#isBoundary(line)) return;
    if (this.#headerLines) this.#readHeader(this.#headerLines, line);
    else if (this.#part && this.#part.length <= maxRecordCharacters) {
      this.#part.lines.push(line);
      this.#part.length += line.length + 1;
    }
  }

  /** Fields of the mail; `text` is what it says itself. */
  record(): Record<string, unknown> {
    if (this.#headerLines) this.#endHeader(this.#headerLines);
    const field = (name: string) => unstructured(this.#header?.get(name) ?? "");
    const messageId = field("message-id");
    return {
      messageId,
      thread: rootOf(field("references")) || rootOf(field("in-reply-to")) || messageId,
      from: address(field("from")),
      date: field("date"),
      subject: field("subject"),
      text: this.#text(),
      labels: field("x-gmail-labels"),
      automatic: isAutomatic(this.#header),
    };
  }

  #text(): string {
    const plain = this.#plain ? replyText(decoded(this.#plain)) : "";
    if (plain !== "" || !this.#html) return plain;
    const html = decoded(this.#html);
    return replyText(htmlText(html), /<blockquote\b/i.test(html));
  }

  #readHeader(lines: string[], line: string): void {
    if (line === "") this.#endHeader(lines);
    else if (this.#headerLength <= maxHeaderCharacters) {
      lines.push(line);
      this.#headerLength += line.length;
    }
  }

  #endHeader(lines: string[]): void {
    const fields = headerFields(lines);
    this.#header ??= fields;
    this.#headerLines = undefined;
    this.#part = undefined;
    const type = fields.get("content-type") ?? "text/plain";
    const boundary = /^multipart\//i.test(type) ? parameter(type, "boundary") : undefined;
    if (boundary !== undefined && this.#boundaries.length < maxNesting) this.#boundaries.push(boundary);
    if (/^attachment/i.test(fields.get("content-disposition") ?? "")) return;
    // The first text of a kind is what was written; later ones are footers of lists and texts that hang on it.
    if (/^text\/plain\b|^text$/i.test(type)) this.#part = this.#plain ??= { fields, lines: [], length: 0 };
    else if (/^text\/html\b/i.test(type)) this.#part = this.#html ??= { fields, lines: [], length: 0 };
    if (this.#part?.fields !== fields) this.#part = undefined;
  }

  #isBoundary(line: string): boolean {
    const mark = line.trimEnd();
    const found = this.#boundaries.findLastIndex((boundary) => mark === `--${boundary}` || mark === `--${boundary}--`);
    if (found === -1) return false;
    const closes = mark.endsWith("--") && mark !== `--${this.#boundaries[found]}`;
    this.#part = undefined;
    // Parts within that were never closed end with the one around them.
    this.#boundaries.length = closes ? found : found + 1;
    this.#headerLines = closes ? undefined : [];
    this.#headerLength = 0;
    return true;
  }
}

/** The first of the mails that are named, in angle brackets (RFC 5322, 3.6.4): the one that began the conversation. */
function rootOf(names: string): string {
  return /<[^<>\s]+>/.exec(names)?.[0] ?? "";
}

function decoded({ fields, lines }: TextPart): string {
  const encoding = (fields.get("content-transfer-encoding") ?? "").trim().toLowerCase();
  const content = lines.join("\n");
  const bytes = encoding === "base64" ? fromBase64(content) : encoding === "quoted-printable" ? fromQuotedPrintable(content) : content;
  return decodeCharset(bytes, parameter(fields.get("content-type") ?? "", "charset") ?? "");
}

/** Answers and reports of programs (RFC 3834, RFC 3462). */
function isAutomatic(header: HeaderFields | undefined): boolean {
  const field = (name: string) => (header?.get(name) ?? "").toLowerCase();
  const submitted = field("auto-submitted");
  return (
    (submitted !== "" && submitted !== "no") ||
    field("content-type").startsWith("multipart/report") ||
    ["junk", "auto_reply"].includes(field("precedence")) ||
    field("x-autoreply") !== ""
  );
}
