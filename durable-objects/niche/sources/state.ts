/** The sources of a niche as its state holds them, and how they change. Pure. */
import type {
  FetchFailed,
  FetchFinished,
  FetchStarted,
  SourceAdded,
  SourcePaused,
  SourceRemoved,
  SourceResumed,
} from "../../../contracts/events/niche-analysis.ts";
import type { FetchCursor, FetchedCounts, PauseReason, SourceError, SourceSettings } from "../../../contracts/services/niche-sources.ts";

export type SourceEvent =
  | { type: "source.added"; data: SourceAdded }
  | { type: "source.paused"; data: SourcePaused }
  | { type: "source.resumed"; data: SourceResumed }
  | { type: "source.removed"; data: SourceRemoved }
  | { type: "fetch.started"; data: FetchStarted }
  | { type: "fetch.finished"; data: FetchFinished }
  | { type: "fetch.failed"; data: FetchFailed };

/** Times in epoch milliseconds. */
export interface SourceState {
  id: string;
  settings: SourceSettings;
  pausedReason: PauseReason | undefined;
  /** Fetches begun so far. */
  runs: number;
  /** The latest of them is not over. */
  fetching: boolean;
  cursor: FetchCursor | undefined;
  more: boolean;
  lastFetchedAt: number | undefined;
  nextAt: number | undefined;
  counts: FetchedCounts;
  failures: number;
  lastError: (SourceError & { at: number }) | undefined;
  addedAt: number;
}

export interface Sources {
  sources: SourceState[];
  /** Sources added so far, those removed included. */
  sourcesAdded: number;
}

const types: readonly string[] = [
  "source.added",
  "source.paused",
  "source.resumed",
  "source.removed",
  "fetch.started",
  "fetch.finished",
  "fetch.failed",
] satisfies SourceEvent["type"][];

export function isSourceEvent(event: { type: string }): event is SourceEvent {
  return types.includes(event.type);
}

export function sourcesAfter({ sources, sourcesAdded }: Sources, event: SourceEvent, time: number): Sources {
  if (event.type === "source.added") return { sources: [...sources, added(event.data, time)], sourcesAdded: sourcesAdded + 1 };
  const { sourceId } = event.data;
  if (event.type === "source.removed") return { sources: sources.filter(({ id }) => id !== sourceId), sourcesAdded };
  return {
    sources: sources.map((source) => (source.id === sourceId ? { ...source, ...change(source, event, time) } : source)),
    sourcesAdded,
  };
}

function added({ sourceId, settings }: SourceAdded, time: number): SourceState {
  return {
    id: sourceId,
    settings,
    pausedReason: undefined,
    runs: 0,
    fetching: false,
    cursor: undefined,
    more: false,
    lastFetchedAt: undefined,
    nextAt: undefined,
    counts: { read: 0, kept: 0, droppedBy: {} },
    failures: 0,
    lastError: undefined,
    addedAt: time,
  };
}

type Change = Exclude<SourceEvent, { type: "source.added" | "source.removed" }>;

function change(source: SourceState, event: Change, time: number): Partial<SourceState> {
  switch (event.type) {
    case "source.paused":
      return { pausedReason: event.data.reason, fetching: false };
    case "source.resumed":
      return { pausedReason: undefined, failures: 0, nextAt: event.data.nextAt };
    case "fetch.started":
      return { runs: event.data.run, fetching: true, nextAt: undefined };
    case "fetch.finished": {
      const { cursor, more, nextAt } = event.data;
      const counts = sum(source.counts, event.data);
      return { fetching: false, cursor, more, nextAt, lastFetchedAt: time, counts, failures: 0, lastError: undefined };
    }
    case "fetch.failed": {
      const { error, nextAt } = event.data;
      return { fetching: false, nextAt, failures: source.failures + 1, lastError: { ...error, at: time } };
    }
  }
}

function sum(one: FetchedCounts, other: FetchedCounts): FetchedCounts {
  const droppedBy = { ...one.droppedBy };
  for (const [reason, count] of Object.entries(other.droppedBy) as [keyof typeof droppedBy, number][])
    droppedBy[reason] = (droppedBy[reason] ?? 0) + count;
  return { read: one.read + other.read, kept: one.kept + other.kept, droppedBy };
}
