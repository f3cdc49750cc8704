/** What can be told of a file before it is sent: its media type, and the columns that its first line seems to name. */

import * as z from "zod";

/** The server looks at the bytes; the type only says which kind of upload it is. */
export function mediaTypeOf(fileName: string): string {
  const ending = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  switch (ending) {
    case "csv":
      return "text/csv";
    case "tsv":
    case "tab":
      return "text/tab-separated-values";
    case "jsonl":
    case "ndjson":
      return "application/x-ndjson";
    case "json":
      return "application/json";
    case "xml":
      return "application/xml";
    case "mbox":
      return "application/mbox";
    case "gz":
      return "application/gzip";
    case "zst":
      return "application/zstd";
    case "txt":
      return "text/plain";
    default:
      return "application/octet-stream";
  }
}

const delimiters = [",", ";", "\t", "|"];

/** Names to offer for the column mapping, from the beginning of a file. Only an offer: the import reads the file itself. */
export function columnsIn(head: string): string[] {
  const firstLine = head.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  if (firstLine.trimStart().startsWith("{")) return keysOf(firstLine);
  const cells = delimiters.map((delimiter) => cellsOf(firstLine, delimiter)).toSorted((a, b) => b.length - a.length)[0] ?? [];
  return cells.length > 1 ? cells.filter((cell) => cell !== "") : [];
}

function keysOf(line: string): string[] {
  try {
    return Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
  } catch {
    return [];
  }
}

/** Splits outside of quotation marks (RFC 4180, 2.5 to 2.7). */
function cellsOf(line: string, delimiter: string): string[] {
  const cells = [""];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) cells.push("");
    else cells.push(`${cells.pop() ?? ""}${letter}`);
  }
  return cells.map((cell) => cell.trim());
}
