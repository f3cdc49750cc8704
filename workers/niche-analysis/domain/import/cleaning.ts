/** One cell of text to a piece of evidence, or the reason why it is none. */
import type { DropReason } from "../../../../contracts/services/niche-evidence.ts";
import { maskContacts } from "./privacy.ts";
import { decodeEntities } from "./text/html-text.ts";

/** What forums leave in the place of a deleted post. */
const deletedMarkers =
  /^[[(<]?(deleted|removed|deleted by user|removed by moderator|removed by reddit|comment deleted|comment removed|n\/a|null|nan|none)[\])>]?\.?$/i;
export const minWords = 3;
export const maxCharacters = 20_000;

export type Cleaned = { text: string; masked: number } | DropReason;

/**
 * Markup out (unless the text is `plain`), white space collapsed, contacts masked. Drops what is empty, deleted at its source, shorter than `minWords` words or longer
 * than `maxCharacters` (a whole document in a cell would outweigh everything else).
 */
export function clean(cell: string, plain = false): Cleaned {
  const text = withoutHidden(plain ? cell : withoutMarkup(cell));
  if (text === "") return "empty";
  if (deletedMarkers.test(text)) return "deleted";
  if (text.length > maxCharacters) return "too-long";
  if ((text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).length < minWords) return "too-short";
  return maskContacts(text);
}

function withoutMarkup(cell: string): string {
  const words = cell.replaceAll(/<\/?(?:a|b|i|u|p|br|em|li|ol|ul|hr|div|pre|span|code|strong|blockquote|h[1-6]|img)\b[^<>]*>/gi, " ");
  return decodeEntities(words);
}

/** Text on one line, without control characters and marks of direction: these show as nothing and can hide text from a reader. */
export function withoutHidden(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\s]+/gu, " ").trim();
}

/** What two texts must share to be the same text: NFKC, lower case, white space collapsed. */
export function normalForm(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}
