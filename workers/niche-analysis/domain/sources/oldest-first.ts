/** Lists that are read oldest first: what is written meanwhile comes at their end and moves no page. */
import type { FetchCursor } from "../../../../contracts/services/niche-sources.ts";
import { beginningOf } from "./connector.ts";

/** Where a fetch begins. */
export function beginOldestFirst(since: string | undefined, cursor: FetchCursor | undefined, now: number): FetchCursor {
  return { page: 1, ...cursor, after: cursor?.after ?? beginningOf(since, now) };
}

/**
 * Where a fetch goes on after page `page` with records of these times (epoch seconds). At the end everything up to the newest has been fetched;
 * at `lastPage`, beyond which the service answers nothing, the search begins anew right before the newest.
 */
export function goOn(
  { after = 0, page = 1, newest = after }: FetchCursor,
  times: readonly number[],
  { more, lastPage }: { more: boolean; lastPage: number },
): FetchCursor {
  const latest = Math.max(newest, ...times.map(Math.floor));
  if (!more) return { after: latest };
  if (page < lastPage) return { after, page: page + 1, newest: latest };
  return { after: latest - 1 > after ? latest - 1 : latest };
}
