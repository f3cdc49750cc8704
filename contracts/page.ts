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

export function decodeCursor(cursor: string): Result<(string | number)[]> {
  try {
    const parsed = z.array(z.union([z.string(), z.number()])).safeParse(JSON.parse(decodeURIComponent(atob(cursor.replaceAll("-", "+")))));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // fall through: not one of our cursors
  }
  return err("invalid_input", "This cursor is not one of ours. Start again from the first page.");
}
