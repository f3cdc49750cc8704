/** What a client of the feed is told first, and how frames are written: the same over WebSockets and server-sent events. */
import type { FeedFrame } from "../../contracts/actor.ts";
import { principalHeader, principalSchema, type Principal } from "../../contracts/principal.ts";
import type { LoggedEvent } from "./log.ts";
import { fits } from "./sizes.ts";

/** A client further behind than this gets a snapshot instead of the events. */
const maxReplay = 500;
const maxFrameBytes = 1_048_576;

export interface FeedSource {
  version: number;
  /** The state as clients may see it. */
  present(): unknown;
  read(after: number): LoggedEvent[];
}

/** The frames that bring a client from `since` to now; a version that never was counts as 0. */
export function catchUp(since: number, source: FeedSource): FeedFrame[] {
  const known = Number.isInteger(since) && since >= 0 && since <= source.version ? since : 0;
  const missed: FeedFrame[] =
    source.version - known > maxReplay
      ? [{ frame: "snapshot", version: source.version, state: source.present() }]
      : source.read(known).map(eventFrame);
  return [...missed, { frame: "ready", version: source.version }];
}

export function eventFrame({ sequence, type, time, data }: LoggedEvent): FeedFrame {
  return { frame: "event", event: { sequence, type, time, data } };
}

/** The frame as text of at most 1 MiB: events always fit, a snapshot that does not is left out of its frame. */
export function frameText(frame: FeedFrame): string {
  const text = JSON.stringify(frame);
  if (frame.frame !== "snapshot" || fits(text, maxFrameBytes)) return text;
  return JSON.stringify({ ...frame, state: null, oversize: true } satisfies FeedFrame);
}

/** The version that a client knows after the frame; undefined when it says nothing about that. */
export function versionAfter(frame: FeedFrame): number | undefined {
  if (frame.frame === "event") return frame.event.sequence;
  return frame.frame === "pong" ? undefined : frame.version;
}

/** Where a client wants to go on: `Last-Event-ID`, else `?since=`, else the beginning. */
export function sinceOf(request: Request): number {
  return Number(request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("since") ?? 0);
}

/** Who connects, as the service in front wrote it down; undefined when nobody did. */
export function principalOf(request: Request): Principal | undefined {
  try {
    return principalSchema.safeParse(JSON.parse(request.headers.get(principalHeader) ?? "null")).data;
  } catch {
    return undefined;
  }
}
