/** Files for an upload: evidence as people have it, and bytes that may be anything. */
import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";

export interface File {
  type: string;
  bytes: Uint8Array;
}

const words = fc.array(fc.stringMatching(/^[a-z]{2,9}$/), { minLength: 3, maxLength: 12 }).map((parts) => `${parts.join(" ")}.`);
const rows = fc.array(fc.record({ text: words, author: fc.stringMatching(/^[a-z]{1,12}$/) }), { minLength: 1, maxLength: 5 });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const lines = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).join("\n");
const table = (items: readonly { text: string; author: string }[], by: string) =>
  [["text", "author"], ...items.map(({ text, author }) => [text, author])].map((cells) => cells.join(by)).join("\n");

const forms: readonly ((items: readonly { text: string; author: string }[]) => File)[] = [
  (items) => ({ type: "application/x-ndjson", bytes: bytesOf(lines(items)) }),
  (items) => ({ type: "application/jsonl", bytes: bytesOf(lines(items)) }),
  (items) => ({ type: "application/json", bytes: bytesOf(JSON.stringify(items)) }),
  (items) => ({ type: "text/csv", bytes: bytesOf(table(items, ",")) }),
  (items) => ({ type: "text/tab-separated-values", bytes: bytesOf(table(items, "\t")) }),
  (items) => ({ type: "text/plain", bytes: bytesOf(items.map(({ text }) => text).join("\n\n")) }),
  (items) => ({ type: "application/gzip", bytes: gzipSync(lines(items)) }),
  (items) => ({ type: "application/zstd", bytes: zstdCompressSync(lines(items)) }),
  (items) => ({ type: "application/octet-stream", bytes: bytesOf(lines(items)) }),
];
const types = [...new Set(forms.map((form) => form([{ text: "", author: "" }]).type)), "application/xml", "text/xml", "application/mbox"];

const valid = fc.tuple(rows, fc.constantFrom(...forms)).map(([items, form]) => form(items));

/** Bytes, text, the beginning of a good file, and one under another's type. */
const hostile: fc.Arbitrary<File> = fc.oneof(
  fc.tuple(fc.constantFrom(...types), fc.uint8Array({ maxLength: 400 })).map(([type, bytes]) => ({ type, bytes })),
  fc
    .tuple(fc.constantFrom(...types), fc.string({ unit: "binary", maxLength: 400 }))
    .map(([type, text]) => ({ type, bytes: bytesOf(text) })),
  fc
    .tuple(valid, fc.double({ min: 0, max: 0.95, noNaN: true }))
    .map(([{ type, bytes }, part]) => ({ type, bytes: bytes.slice(0, Math.floor(bytes.length * part)) })),
  fc.tuple(fc.constantFrom(...types), valid).map(([type, { bytes }]) => ({ type, bytes })),
);

export const files = { valid, hostile };
