/** A resource that is followed while it changes: over its feed, and by asking again while the feed is down. */
import { useEffect, useRef, useState } from "react";
import type { FeedEvent } from "./feed-frames.ts";
import { openFeed, type FeedStatus } from "./feed.ts";

/** How often a resource is read while its feed is down, milliseconds. */
export const pollingMs = 2_000;

interface LiveOptions {
  /** Undefined: nothing to follow, yet or any more. */
  path: string | undefined;
  /** Version that is on the page already. */
  since: number;
  onEvent: (event: FeedEvent) => void;
  /** Read the resource again. */
  onGap: () => void;
}

/** Follows `path` while the component is there; the handlers may change from render to render. */
export function useLive({ path, since, onEvent, onGap }: LiveOptions): FeedStatus {
  const [status, setStatus] = useState<FeedStatus>("connecting");
  const latest = useRef({ since, onEvent, onGap });
  useEffect(() => {
    latest.current = { since, onEvent, onGap };
  });
  useEffect(() => {
    if (path === undefined) return undefined;
    return openFeed({
      path,
      since: latest.current.since,
      onEvent: (event) => latest.current.onEvent(event),
      onGap: () => latest.current.onGap(),
      onStatus: setStatus,
    });
  }, [path]);
  return status;
}
