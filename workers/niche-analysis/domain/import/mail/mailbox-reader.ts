/** Mails out of a mailbox file (mbox, RFC 4155 and its dialects), read in pieces: one mail, without what hangs on it, is held at a time. */
import { maxRecordCharacters, type JsonRecord, type RecordReader } from "../records.ts";
import { MailMessage } from "./mail-message.ts";

/** The line before each mail: the sender and a date with time and year, in whatever order. */
const separator = /^From .*\d{1,2}:\d{2}.*\b\d{4}\b/;

/** Whether a file is a mailbox, by its first lines: a separator, then a field of a header. */
export function looksLikeMailbox(start: string): boolean {
  const [first = "", second = ""] = start.trimStart().slice(0, 4096).split(/\r?\n/, 2);
  return separator.test(first) && /^>?[!-9;-~]+:/.test(second);
}

/** `push` takes bytes as letters in the range of Latin-1: every part of every mail has a character set of its own. */
export class MailboxReader implements RecordReader<JsonRecord> {
  #pending = "";
  #message: MailMessage | undefined;
  #afterBlank = true;
  #records: JsonRecord[] = [];

  push(text: string): JsonRecord[] {
    const pieces = (this.#pending + text).split("\n");
    this.#pending = pieces.pop() ?? "";
    for (const line of pieces) this.#line(line.endsWith("\r") ? line.slice(0, -1) : line);
    // The end of such a line is of no use to anybody; its beginning stands for it.
    if (this.#pending.length > maxRecordCharacters) this.#pending = this.#pending.slice(0, maxRecordCharacters);
    return this.#records.splice(0);
  }

  end(): JsonRecord[] {
    if (this.#pending !== "") this.#line(this.#pending);
    this.#pending = "";
    this.#finish();
    return this.#records.splice(0);
  }

  #line(line: string): void {
    if (this.#afterBlank && line.startsWith("From ") && separator.test(line)) {
      this.#finish();
      this.#message = new MailMessage();
    } else {
      // Writers put a > before a line of a text that would look like the next mail.
      this.#message?.line(/^>+From /.test(line) ? line.slice(1) : line);
    }
    this.#afterBlank = line === "";
  }

  #finish(): void {
    if (this.#message) this.#records.push(this.#message.record());
    this.#message = undefined;
  }
}
