/** All events of one organisation as a stream of NDJSON, page by page, so that a long history needs no memory. */
import { read, type EventStores } from "./store.ts";

const pageSize = 500;

/**
 * Events after `afterPosition` and up to `head`, one JSON object a line. The stream fails when the store is away meanwhile: whoever
 * reads it to its end has everything.
 */
export function exportStream(
  stores: EventStores,
  { organisation, afterPosition, head }: { organisation: string; afterPosition: number; head: number },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let from = afterPosition;
  // Of type `bytes`, since only such streams travel between Workers.
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const { events, more, reach } = await read(stores, { organisation, from, to: head, limit: pageSize });
      from = reach;
      if (events.length > 0) controller.enqueue(encoder.encode(events.map((event) => `${JSON.stringify(event)}\n`).join("")));
      if (more) return;
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}
