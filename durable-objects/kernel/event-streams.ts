/** The same feed as server-sent events (WHATWG HTML, section 9.2), for clients without WebSockets. An open stream keeps the actor awake. */
import type { FeedFrame } from "../../contracts/actor.ts";
import { catchUp, eventFrame, frameText, sinceOf, versionAfter, type FeedSource } from "./feed-frames.ts";
import type { LoggedEvent } from "./log.ts";

const heartbeatMs = 15_000;
/** A reader that leaves more than this unread is dropped; it comes back with `Last-Event-ID`. */
const maxBufferedBytes = 4 * 1_048_576;
const encoder = new TextEncoder();

interface Stream {
  controller: ReadableStreamDefaultController<Uint8Array>;
  heartbeat: ReturnType<typeof setInterval>;
}

export class EventStreams {
  readonly #open = new Set<Stream>();

  /** How many streams are being read. */
  get size(): number {
    return this.#open.size;
  }

  /** Answers the stream: what was missed since `Last-Event-ID` (or `?since=`), then live events, a comment now and then. */
  open(request: Request, source: FeedSource): Response {
    let stream: Stream | undefined;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          stream = { controller, heartbeat: setInterval(() => stream && this.#write(stream, ": alive\n\n"), heartbeatMs) };
          this.#open.add(stream);
          for (const frame of catchUp(sinceOf(request), source)) this.#write(stream, message(frame));
        },
        cancel: () => {
          if (stream) this.#forget(stream);
        },
      },
      { highWaterMark: maxBufferedBytes, size: (chunk) => chunk?.byteLength ?? 0 },
    );
    return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" } });
  }

  /** Sends committed events to every stream. */
  publish(events: readonly LoggedEvent[]): void {
    if (this.#open.size === 0) return;
    for (const event of events) for (const stream of this.#open) this.#write(stream, message(eventFrame(event)));
  }

  #write(stream: Stream, text: string): void {
    if (!this.#open.has(stream)) return;
    try {
      if ((stream.controller.desiredSize ?? 0) > 0) return stream.controller.enqueue(encoder.encode(text));
      this.#forget(stream);
      stream.controller.error(new Error("the reader is too slow"));
    } catch {
      // The reader is gone and its `cancel` has not come yet.
      this.#forget(stream);
    }
  }

  #forget(stream: Stream): void {
    clearInterval(stream.heartbeat);
    this.#open.delete(stream);
  }
}

function message(frame: FeedFrame): string {
  const id = versionAfter(frame);
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${frame.frame}\ndata: ${frameText(frame)}\n\n`;
}
