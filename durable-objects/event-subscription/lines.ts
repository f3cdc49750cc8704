/** The lines on which events travel to one subscriber: which events each takes now, and where it stands. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { Detour } from "../../workers/event-bus/domain/subscription.ts";
import type { Progress } from "./progress.ts";

/**
 * Asked anew before and after every call to the subscriber: while the call was under way the organisation may have been paused or
 * rewound, and then its events travel elsewhere.
 */
export interface Line {
  takes(event: StoredEvent): boolean;
  /** Everything up to `position` that the line takes is delivered, or waits with its stalled subject. */
  advance(position: number): void;
}

/** All organisations together, behind the common cursor. */
export function mainLine(progress: Progress): Line {
  return {
    takes: ({ subject, organisation }) => !progress.stalledSubject(subject) && !progress.detours.of(organisation),
    advance: (position) => progress.advance(position),
  };
}

/** One organisation that was paused or rewound, behind a place of its own. */
export function detourLine(progress: Progress, { organisation, position }: Detour): Line {
  let place = position;
  return {
    takes: ({ subject }) => {
      const now = progress.detours.of(organisation);
      return now !== undefined && !now.paused && now.position === place && !progress.stalledSubject(subject);
    },
    advance: (to) => {
      progress.detours.advance({ organisation, position: place }, to);
      place = to;
    },
  };
}
