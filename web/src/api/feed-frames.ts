/** Frames of an actor's feed as the app reads them, and what they make of its knowledge. Pure. */
import * as z from "zod";

const eventSchema = z.object({ sequence: z.number(), type: z.string(), time: z.number(), data: z.unknown() });
export type FeedEvent = z.infer<typeof eventSchema>;

const frameSchema = z.discriminatedUnion("frame", [
  z.object({ frame: z.literal("snapshot"), version: z.number(), state: z.unknown() }),
  z.object({ frame: z.literal("event"), event: eventSchema }),
  z.object({ frame: z.literal("ready"), version: z.number() }),
  z.object({ frame: z.literal("pong") }),
]);
export type Frame = z.infer<typeof frameSchema>;

/** A frame of the feed; undefined for anything else. */
export function frameOf(text: string): Frame | undefined {
  try {
    return frameSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Events after which the server is told how far we are; it ends a connection that leaves 1,000 unacknowledged. */
const acknowledgeEvery = 200;

/** How far a client of the feed is. */
export interface FeedPlace {
  /** The latest version that the page has. */
  seen: number;
  /** The latest version that the server was told of. */
  acknowledged: number;
}

/** What a frame brings: where the client is then, and what it does about it. */
export interface FeedStep {
  place: FeedPlace;
  /** An event that the page has not seen yet. */
  event?: FeedEvent;
  /** The page has to read the resource again: what it shows is not a step before what the server has. */
  reread: boolean;
  /** Everything that was missing has come. */
  live: boolean;
  /** Say to the server: I have everything up to this version. */
  acknowledge?: number;
}

/** Takes one frame. An event that was seen before changes nothing. */
export function takeFrame(place: FeedPlace, frame: Frame): FeedStep {
  const idle = { place, reread: false, live: false };
  if (frame.frame === "event") {
    const { event } = frame;
    if (event.sequence <= place.seen) return idle;
    const due = event.sequence - place.acknowledged >= acknowledgeEvery;
    const acknowledged = due ? event.sequence : place.acknowledged;
    return { ...idle, place: { seen: event.sequence, acknowledged }, event, ...(due ? { acknowledge: event.sequence } : {}) };
  }
  if (frame.frame === "snapshot") return { ...idle, place: { ...place, seen: frame.version }, reread: true };
  if (frame.frame === "pong") return idle;
  // A version below ours is another history (a state folder that was put back): what we have seen is worth nothing there.
  const { version } = frame;
  return { place: { seen: version, acknowledged: version }, reread: place.seen > version, live: true, acknowledge: version };
}
