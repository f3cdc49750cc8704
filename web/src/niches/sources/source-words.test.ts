import { expect, it } from "vitest";
import type { NicheSource } from "../../../../contracts/services/niche-analysis.ts";
import { draftOf } from "./source-draft.ts";
import { askedFor, countWords, intervalWords, pauseWords, stateOf } from "./source-words.ts";

const source: NicheSource = {
  id: "source-1",
  settings: { kind: "hacker-news", query: "earbuds", intervalMinutes: 60 },
  status: "active",
  fetching: false,
  more: false,
  counts: { read: 0, kept: 0, droppedBy: {} },
  failures: 0,
  addedAt: "2026-11-30T12:00:00.000Z",
};
const lastError = { code: "unavailable" as const, detail: "It is out of order (500).", remedy: "Wait.", at: "2026-11-30T12:00:00.000Z" };

it("says how a source is doing", () => {
  expect(stateOf(source).word).toBe("active");
  expect(stateOf({ ...source, fetching: true }).word).toBe("fetching");
  expect(stateOf({ ...source, lastError }).word).toBe("failing");
  expect(stateOf({ ...source, status: "paused", pausedReason: "asked", lastError }).word).toBe("paused");
  expect(stateOf({ ...source, status: "paused", pausedReason: "failing", lastError }).word).toBe("given up");
  expect(pauseWords(source)).toBeUndefined();
  expect(pauseWords({ ...source, status: "paused", pausedReason: "forked" })).toContain("forked");
});

it("says what is asked for, how often, and what came of it", () => {
  expect(askedFor(source.settings)).toBe("“earbuds”");
  expect(askedFor({ kind: "stack-exchange", site: "superuser", query: "earbuds", intervalMinutes: 60 })).toBe("“earbuds” on superuser");
  expect(askedFor({ kind: "feed", url: "https://a.com/rss", intervalMinutes: 60 })).toBe("https://a.com/rss");
  expect([15, 60, 1440, 120, 90].map(intervalWords)).toEqual([
    "every 15 minutes",
    "every hour",
    "every day",
    "every 2 hours",
    "every 90 minutes",
  ]);
  expect(countWords(source)).toBe("nothing yet");
  expect(countWords({ ...source, counts: { read: 1_200, kept: 1_160, droppedBy: { "too-short": 10, duplicate: 30 } } })).toBe(
    "1,200 read, 1,160 new; left out: 30 duplicate, 10 too short",
  );
});

it("sends the fields of the chosen kind that are filled in", () => {
  const written: Record<string, string> = {
    query: " earbuds ",
    site: "superuser",
    url: "https://a.com",
    token: "",
    since: "2026-01-01",
    intervalMinutes: "15",
  };
  const text = (name: string) => written[name] ?? "";
  expect(draftOf("hacker-news", text)).toEqual({ kind: "hacker-news", query: "earbuds", since: "2026-01-01", intervalMinutes: 15 });
  expect(draftOf("feed", text)).toEqual({ kind: "feed", url: "https://a.com", intervalMinutes: 15 });
  expect(draftOf("stack-exchange", text)).toMatchObject({ site: "superuser", query: "earbuds" });
});
