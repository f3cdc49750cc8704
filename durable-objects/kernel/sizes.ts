/** Sizes that the platform imposes, in bytes of UTF-8, with room for what surrounds the data. */

/** An event travels in a queue message of 128 KB (Cloudflare Queues limits), envelope included. */
export const maxEventBytes = 120_000;
/** What stands in one row of at most 2 MB (Durable Objects limits) beside other columns. */
export const maxRowBytes = 1_500_000;

const encoder = new TextEncoder();

/** Bytes of `text` in UTF-8. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** True when `text` needs at most `limit` bytes. Does not encode what fits or fails by its length alone. */
export function fits(text: string, limit: number): boolean {
  return text.length <= limit && (text.length * 3 <= limit || bytesOf(text) <= limit);
}
