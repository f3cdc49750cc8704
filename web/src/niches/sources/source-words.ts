/** Sources in words. */
import type { NicheSource, SourceKind, SourceSettings } from "../../../../contracts/services/niche-analysis.ts";
import type { Tone } from "../../interface/badge.tsx";
import { count, plural } from "../../interface/formats.ts";

export const kindNames: Record<SourceKind, string> = {
  "hacker-news": "Hacker News",
  "stack-exchange": "Stack Exchange",
  "github-issues": "GitHub issues",
  feed: "RSS or Atom feed",
};

/** Minutes and words. */
export const intervals = [
  { value: "15", label: "every 15 minutes" },
  { value: "60", label: "every hour" },
  { value: "360", label: "every 6 hours" },
  { value: "1440", label: "every day" },
  { value: "10080", label: "every week" },
] as const;

export function intervalWords(minutes: number): string {
  const known = intervals.find(({ value }) => Number(value) === minutes);
  if (known) return known.label;
  return minutes % 60 === 0 ? `every ${plural(minutes / 60, "hour")}` : `every ${plural(minutes, "minute")}`;
}

/** What is asked for, as one line. */
export function askedFor(settings: SourceSettings): string {
  if (settings.kind === "feed") return settings.url;
  return settings.kind === "stack-exchange" ? `“${settings.query}” on ${settings.site}` : `“${settings.query}”`;
}

/** How it is doing, as a word. */
export function stateOf({ status, pausedReason, fetching, lastError }: NicheSource): { word: string; tone: Tone } {
  if (status === "paused")
    return pausedReason === "asked" || pausedReason === "forked" ? { word: "paused", tone: "plain" } : { word: "given up", tone: "bad" };
  if (fetching) return { word: "fetching", tone: "accent" };
  return lastError === undefined ? { word: "active", tone: "good" } : { word: "failing", tone: "warn" };
}

const pauses: Record<NonNullable<NicheSource["pausedReason"]>, string> = {
  asked: "Somebody paused it.",
  failing: "It failed ten times in a row. Resume it when the cause is gone.",
  gone: "Its address said that there is nothing any more.",
  forked: "It came along when this niche was forked. Resume it to fetch here too.",
};

/** Why it is not fetched; undefined while it is. */
export function pauseWords({ pausedReason }: NicheSource): string | undefined {
  return pausedReason && pauses[pausedReason];
}

/** What has come of it so far: "120 read, 80 new; 40 left out: 30 duplicate, 10 too short". */
export function countWords({ counts }: NicheSource): string {
  const { read, kept, droppedBy } = counts;
  if (read === 0) return "nothing yet";
  const reasons = Object.entries(droppedBy).toSorted((a, b) => b[1] - a[1]);
  const left = reasons.map(([reason, times]) => `${count(times)} ${reason.replaceAll("-", " ")}`).join(", ");
  return `${count(read)} read, ${count(kept)} new${left === "" ? "" : `; left out: ${left}`}`;
}
