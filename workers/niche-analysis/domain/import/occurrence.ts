/** Which rows are one and the same writing of a text, however often their files are sent. */
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import { sha256 } from "./sha256.ts";

/**
 * A row that was kept: a text with its first occurrence, or, without `text`, one more occurrence of a text that a row before it has, or the
 * niche. `occurrence` names which one it is; rows of before that was kept have none.
 */
export interface TakenRow extends Omit<Evidence, "text" | "occurrences"> {
  text?: string | undefined;
  occurrence?: string | undefined;
}

/** Whether the row brings the text itself. */
export function isText(row: TakenRow): row is TakenRow & { text: string } {
  return row.text !== undefined;
}

export interface Writing extends Pick<Evidence, "author" | "date" | "rating" | "thread"> {
  /** The source's own id, and what that is unique in. */
  nativeId?: string | undefined;
  origin?: string | undefined;
}

/**
 * Name of one occurrence of the text `id`: 32 hexadecimal digits. Where the source is known and has its own ids, the same post is the same
 * occurrence in every export. Else rows that agree in author, date, rating, conversation and id (as far as they have these) are the same row
 * sent twice, whatever their file is called and wherever they stand in it. Rows that nothing tells apart (`isBare`) are counted within their file: the
 * first that says a text, with this rating, is its first occurrence, the next its second, in every file.
 */
export function occurrenceOf(id: string, { nativeId, origin, author, date, rating, thread }: Writing, ordinal = 1): string {
  const writing =
    nativeId !== undefined && origin !== undefined
      ? [origin, nativeId]
      : [nativeId ?? null, author ?? null, date ?? null, rating ?? null, thread ?? null];
  return sha256(JSON.stringify([id, ...writing, ...(ordinal === 1 ? [] : [ordinal])])).slice(0, 32);
}

/** Whether nobody knows who wrote it, when, where, or under which id: then the same words again are somebody else's, not the same row again. */
export function isBare({ nativeId, author, date, thread }: Writing): boolean {
  return nativeId === undefined && author === undefined && date === undefined && thread === undefined;
}
