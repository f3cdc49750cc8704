/** The live feed of an actor: connects, reconnects with the last sequence it saw, and reports every committed event. */
import * as z from "zod";

const eventSchema = z.object({ sequence: z.number(), type: z.string(), time: z.number(), data: z.unknown() });
export type FeedEvent = z.infer<typeof eventSchema>;

const frameSchema = z.discriminatedUnion("frame", [
  z.object({ frame: z.literal("snapshot"), version: z.number(), state: z.unknown() }),
  z.object({ frame: z.literal("event"), event: eventSchema }),
  z.object({ frame: z.literal("ready"), version: z.number() }),
  z.object({ frame: z.literal("pong") }),
]);

export type FeedStatus = "connecting" | "live" | "lost";

export interface FeedOptions {
  /** `/api/v1/runs/{id}/feed` */
  path: string;
  /** Version that the caller knows already. */
  since: number;
  onEvent: (event: FeedEvent) => void;
  /** The gap was too wide for single events: read the resource again. */
  onSnapshot: () => void;
  onStatus: (status: FeedStatus) => void;
}

/** A silent connection is asked for a sign of life this often; twice without an answer means that it is gone. */
const heartbeatMs = 15_000;
const maxPauseMs = 15_000;

/** Returns the function that closes the feed. */
export function openFeed(options: FeedOptions): () => void {
  let seen = options.since;
  let closed = false;
  let attempt = 0;
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    options.onStatus("connecting");
    const url = new URL(options.path, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("since", String(seen));
    const opened = new WebSocket(url);
    socket = opened;
    let answered = true;
    const heartbeat = setInterval(() => {
      if (!answered) return opened.close();
      answered = false;
      if (opened.readyState === WebSocket.OPEN) opened.send("ping");
    }, heartbeatMs);
    opened.addEventListener("message", ({ data }) => {
      answered = true;
      const frame = frameOf(String(data));
      if (!frame) return;
      if (frame.frame === "event" && frame.event.sequence > seen) {
        seen = frame.event.sequence;
        options.onEvent(frame.event);
      } else if (frame.frame === "snapshot") {
        seen = frame.version;
        options.onSnapshot();
      } else if (frame.frame === "ready") {
        attempt = 0;
        options.onStatus("live");
      }
    });
    opened.addEventListener("close", () => {
      clearInterval(heartbeat);
      if (closed) return;
      options.onStatus("lost");
      retry = setTimeout(connect, reconnectPause(attempt++, Math.random()));
    });
  }

  connect();
  return () => {
    closed = true;
    clearTimeout(retry);
    socket?.close();
  };
}

/** A frame of the feed; undefined for anything else. */
export function frameOf(text: string): z.infer<typeof frameSchema> | undefined {
  try {
    return frameSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Half of an exponential pause, and the other half by chance, so that many clients do not come back at once. */
export function reconnectPause(attempt: number, random: number): number {
  const ceiling = Math.min(maxPauseMs, 500 * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random;
}
