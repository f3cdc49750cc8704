/** Lists page by opaque cursor. */
import * as z from "zod";
import { err, ok, type Result } from "./result.ts";

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

export interface Page<T> {
  items: T[];
  /** Absent on the last page. */
  nextCursor?: string;
}

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

/**
 * The header by which a service tells the gateway the `nextCursor` of the page that it answers. The gateway signs it before anybody sees it, and
 * hands back to the service only what it signed.
 */
export const nextCursorHeader = "x-paissive-next-cursor";

/** Wraps the sort key of the last row of a page, in letters that a query holds as they are. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return btoa(encodeURIComponent(JSON.stringify(key)))
    .replaceAll("=", "")
    .replaceAll("+", "-");
}

/** The page that these rows begin, of which one more than `limit` was read where there are more; `key` gives what the next page begins after. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  key: (row: Row) => readonly (string | number)[],
): Page<Item> {
  const items = rows.slice(0, limit).map(item);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last === undefined ? { items } : { items, nextCursor: encodeCursor(key(last)) };
}

/** What the pages of a list begin after. Ids sort by their time where they have one. */
export const cursorKeys = {
  id: z.tuple([z.string()]),
  position: z.tuple([z.int().min(0)]),
  positionAndId: z.tuple([z.number(), z.string()]),
  timeAndId: z.tuple([z.number().transform((milliseconds) => new Date(milliseconds)), z.string()]),
} as const;

/** The key that a page begins after, as `schema` has it; undefined on the first page. `invalid_input` for a cursor of another list. */
export function cursorKey<Key>(cursor: string | undefined, schema: z.ZodType<Key>): Result<Key | undefined> {
  if (cursor === undefined) return ok(undefined);
  const decoded = decodeCursor(cursor);
  if (!decoded.ok) return decoded;
  const key = schema.safeParse(decoded.value);
  return key.success ? ok(key.data) : err("invalid_input", "This cursor belongs to another list. Start again from the first page.");
}

export function decodeCursor(cursor: string): Result<(string | number)[]> {
  try {
    const parsed = z.array(z.union([z.string(), z.number()])).safeParse(JSON.parse(decodeURIComponent(atob(cursor.replaceAll("-", "+")))));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // fall through: not one of our cursors
  }
  return err("invalid_input", "This cursor is not one of ours. Start again from the first page.");
}
