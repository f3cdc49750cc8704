/** The live feed of an actor: connects, acknowledges, reconnects with the last version it saw, and reports every committed event. */
import type { feedMessageSchema } from "../../../contracts/actor.ts";
import type * as z from "zod";
import { feedAddress } from "./feed-address.ts";
import { afterClose } from "./feed-closing.ts";
import { frameOf, takeFrame, type FeedEvent, type FeedPlace } from "./feed-frames.ts";

/** `lost`: it will be tried again; `refused`: the server does not let us follow this (any more), and nothing is tried. */
export type FeedStatus = "connecting" | "live" | "lost" | "refused";

export interface FeedOptions {
  /** `/api/v1/runs/{id}/feed` */
  path: string;
  /** Version that the caller knows already. */
  since: number;
  onEvent: (event: FeedEvent) => void;
  /** Read the resource again: the gap was too wide for single events, or the server refuses to tell more. */
  onGap: () => void;
  onStatus: (status: FeedStatus) => void;
}

/** A silent connection is asked for a sign of life this often; twice without an answer means that it is gone. */
const heartbeatMs = 15_000;

/** Returns the function that closes the feed. */
export function openFeed(options: FeedOptions): () => void {
  let place: FeedPlace = { seen: options.since, acknowledged: options.since };
  let closed = false;
  let attempt = 0;
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    options.onStatus("connecting");
    const opened = new WebSocket(feedAddress(options.path, place.seen, location.href));
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
      if (!frame || closed) return;
      const step = takeFrame(place, frame);
      place = step.place;
      if (step.acknowledge !== undefined && opened.readyState === WebSocket.OPEN) opened.send(acknowledgement(step.acknowledge));
      if (step.event) options.onEvent(step.event);
      if (step.reread) options.onGap();
      if (step.live) {
        attempt = 0;
        options.onStatus("live");
      }
    });
    opened.addEventListener("close", ({ code }) => {
      clearInterval(heartbeat);
      if (closed) return;
      const next = afterClose(code, attempt, Math.random());
      if (next === "refused") {
        options.onStatus("refused");
        return options.onGap();
      }
      options.onStatus(next.asked ? "connecting" : "lost");
      attempt += 1;
      retry = setTimeout(connect, next.connectAfterMs);
    });
  }

  connect();
  return () => {
    closed = true;
    clearTimeout(retry);
    socket?.close();
  };
}

function acknowledgement(ack: number): string {
  return JSON.stringify({ ack } satisfies z.infer<typeof feedMessageSchema>);
}
