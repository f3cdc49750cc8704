/** Header fields of a mail (RFC 5322) or of a part of one (RFC 2045): names, parameters and words in other character sets. */
import { decodeCharset, fromBase64, fromQuotedPrintable } from "./transfer.ts";

/** Fields by their names in lower case. Of a field that comes twice the first counts. */
export type HeaderFields = ReadonlyMap<string, string>;

/** Lines of a header, as bytes in the range of Latin-1. A line that is no field and continues none is passed over. */
export function headerFields(lines: readonly string[]): HeaderFields {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (name !== undefined) fields.set(name, `${fields.get(name) ?? ""} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    const found = colon > 0 ? line.slice(0, colon).trim().toLowerCase() : undefined;
    name = found === undefined || fields.has(found) ? undefined : found;
    if (name !== undefined) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** A parameter such as `boundary` or `charset` of a field's value. */
export function parameter(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\*?\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, "i").exec(value);
  return found?.[1] ?? found?.[2];
}

/** Words that are written in another character set (RFC 2047), and bytes beyond ASCII, as text. */
export function unstructured(value: string): string {
  return decodeCharset(value, "utf-8").replaceAll(/=\?[^?\s]+\?[bq]\?[^?\s]*\?=(?:\s+=\?[^?\s]+\?[bq]\?[^?\s]*\?=)*/gi, (words) =>
    words
      .split(/\s+/)
      .map((word) => {
        const [, charset = "", encoding = "", content = ""] = word.split("?");
        const bytes = encoding.toLowerCase() === "b" ? fromBase64(content) : fromQuotedPrintable(content.replaceAll("_", " "));
        return decodeCharset(bytes, charset.split("*")[0] ?? "");
      })
      .join(""),
  );
}

/** The address in a `From` field, in lower case; the whole value where there is none. */
export function address(value: string): string {
  return (/<([^<>\s]+@[^<>\s]+)>/.exec(value)?.[1] ?? /[^\s<>"(),:;]+@[^\s<>"(),:;]+/.exec(value)?.[0] ?? value).trim().toLowerCase();
}
