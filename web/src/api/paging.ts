/** Addresses of lists that page by an opaque cursor. */

/** `pagePath("/api/v1/actors", { kind: "niche" }, "")` → `/api/v1/actors?kind=niche`; what is undefined or empty is left out. */
export function pagePath(path: string, query: Readonly<Record<string, string | undefined>>, cursor: string): string {
  const entries = Object.entries({ ...query, cursor }).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}

/** What every list of pages begins with and goes on with. */
export const paging = { initialPageParam: "", getNextPageParam: ({ nextCursor }: { nextCursor?: string | undefined }) => nextCursor };
