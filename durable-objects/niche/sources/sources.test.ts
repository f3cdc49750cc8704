import { describe, expect, it } from "vitest";
import { schemaOf } from "../../../contracts/events/index.ts";
import type { Result } from "../../../contracts/result.ts";
import type { SourceSettings } from "../../../contracts/services/niche-sources.ts";
import { given as givenAny, testPrincipal } from "../../kernel/given.ts";
import type { Decision } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import { nicheDecider } from "../decider.ts";
import { happened, type NicheEvent } from "../events.ts";
import { nicheFork } from "../fork.ts";
import { created, imported, report } from "../testing/histories.ts";
import { listedSource } from "./listed-source.ts";

const given = (...history: NicheEvent[]) => givenAny(nicheDecider, history);
const minute = 60_000;
const settings: SourceSettings = { kind: "hacker-news", query: "earbuds", intervalMinutes: 60 };
const sourceId = "source-1";
const error = { code: "unavailable" as const, detail: "It is out of order.", remedy: "Wait." };

function decided(result: Result<Decision<NicheEvent>>): Decision<NicheEvent> {
  if (!result.ok) throw new Error(result.error.detail);
  expect(result.value.events.filter(({ type, data }) => !schemaOf(type, 1)?.safeParse(data).success)).toEqual([]);
  return result.value;
}
const when = (history: NicheEvent[], command: NicheCommand, now = 2_000) => decided(given(...history).when(command, { now }));
const after = (history: NicheEvent[], ...commands: NicheCommand[]) =>
  commands.reduce((known, command) => [...known, ...when(known, command).events], history);
const finished = (run: number, more = false): NicheCommand => ({
  type: "fetched",
  data: { sourceId, run, cursor: { after: 7 }, more, pages: 1, read: 5, kept: 0, droppedBy: { duplicate: 5 } },
});
const failure = (run: number): NicheCommand => ({ type: "fetch-failed", sourceId, run, error });

const added = after([created], { type: "add-source", settings });
const fetched = after(added, finished(1));
const listed = (history: NicheEvent[]) => given(...history).state.sources.map(listedSource);

describe("a source", () => {
  it("is fetched at once, once, with what is asked for", () => {
    const { events, effects, value } = when([created], { type: "add-source", settings });
    expect(events).toEqual([
      happened("source.added", { sourceId, settings, addedBy: testPrincipal.id }),
      happened("fetch.started", { sourceId, run: 1, cause: "added" }),
    ]);
    expect(effects).toEqual([{ id: "fetch:source-1:1", type: "fetch", input: { sourceId, run: 1, settings } }]);
    expect(value).toEqual({ id: sourceId });
    expect(when(added, { type: "fetch-source", sourceId })).toEqual({ events: [], value: { id: sourceId } });
    expect(when(added, { type: "source-due", sourceId }).events).toEqual([]);
  });

  it("is there once, and at most twenty times with other words", () => {
    expect(given(...added).when({ type: "add-source", settings: { ...settings, intervalMinutes: 15 } })).toMatchObject({
      error: { code: "conflict" },
    });
    const many = Array.from({ length: 19 }, (_, i): NicheCommand => ({ type: "add-source", settings: { ...settings, query: `q${i}` } }));
    const full = after(added, ...many);
    expect(given(...full).when({ type: "add-source", settings: { ...settings, query: "one more" } })).toMatchObject({
      error: { code: "conflict", detail: expect.stringContaining("20") },
    });
    // An id is never given twice.
    const room = after(
      full,
      { type: "remove-source", sourceId: "source-20" },
      { type: "add-source", settings: { ...settings, query: "x" } },
    );
    expect(given(...room).state.sources.at(-1)?.id).toBe("source-21");
  });

  it("goes on where it ended, at its next time, and sooner when there is more", () => {
    const { events, timers } = when(added, finished(1), 10_000);
    expect(events.map(({ type }) => type)).toEqual(["fetch.finished"]);
    expect(timers).toEqual([{ name: "source:source-1", at: 10_000 + 60 * minute, command: { type: "source-due", sourceId } }]);
    expect(when(added, finished(1, true), 10_000).timers).toMatchObject([{ at: 10_000 + 15 * minute }]);
    const due = when(fetched, { type: "source-due", sourceId });
    expect(due.events).toEqual([happened("fetch.started", { sourceId, run: 2, cause: "due" })]);
    expect(due.effects).toMatchObject([{ id: "fetch:source-1:2", input: { run: 2, cursor: { after: 7 } } }]);
    expect(listed(fetched)).toMatchObject([{ counts: { read: 5, kept: 0, droppedBy: { duplicate: 5 } }, nextFetchAt: expect.any(String) }]);
    expect(listed(after(fetched, { type: "fetch-source", sourceId }, finished(2)))).toMatchObject([{ counts: { read: 10 } }]);
  });

  it("makes what is new evidence in the turn that ends its fetch", () => {
    const imports = { batchId: "imp_2", added: 4, copies: 2, report };
    const command: NicheCommand = { ...(finished(1) as Extract<NicheCommand, { type: "fetched" }>), imported: imports };
    const { events } = when([...added, imported(100)], command);
    expect(events).toMatchObject([
      { type: "evidence.imported", data: { ...imports, total: 104, copies: { added: 2, total: 2 } } },
      { type: "fetch.finished", data: { run: 1 } },
    ]);
  });

  it("says why it failed, tries again at its next time or when it is allowed to, and forgets the failure with the next success", () => {
    const failed = after(added, failure(1));
    expect(listed(failed)).toMatchObject([{ failures: 1, lastError: error, fetching: false, status: "active" }]);
    expect(when(added, failure(1)).timers).toMatchObject([{ at: 2_000 + 60 * minute }]);
    const later = { ...(failure(1) as Extract<NicheCommand, { type: "fetch-failed" }>), afterMs: 120 * minute };
    expect(when(added, later).timers).toMatchObject([{ at: 2_000 + 120 * minute }]);
    const [well] = listed(after(failed, { type: "source-due", sourceId }, finished(2)));
    expect(well).toMatchObject({ failures: 0 });
    expect(well).not.toHaveProperty("lastError");
  });

  it("is given up after ten failures in a row, and at once when it is gone", () => {
    let history = after(added, failure(1));
    for (let run = 2; run <= 10; run++) history = after(history, { type: "source-due", sourceId }, failure(run));
    expect(listed(history)).toMatchObject([{ status: "paused", pausedReason: "failing", failures: 10 }]);
    const gone: NicheCommand = { type: "fetch-failed", sourceId, run: 1, error, gone: true };
    expect(when(added, gone).timers).toEqual([{ name: "source:source-1", at: null }]);
    expect(listed(after(added, gone))).toMatchObject([{ pausedReason: "gone" }]);
    expect(listed(after(history, { type: "resume-source", sourceId }))).toMatchObject([{ status: "active", failures: 0 }]);
  });

  it("is paused and removed with its fetch, and hears nothing of what that still brings", () => {
    const paused = when(added, { type: "pause-source", sourceId });
    expect(paused).toMatchObject({ cancel: ["fetch:source-1:1"], timers: [{ name: "source:source-1", at: null }] });
    const history = [...added, ...paused.events];
    expect(listed(history)).toMatchObject([{ status: "paused", pausedReason: "asked", fetching: false }]);
    expect(given(...history).when(finished(1))).toMatchObject({ error: { code: "conflict" } });
    expect(when(history, failure(1)).events).toEqual([]);
    expect(given(...history).when({ type: "fetch-source", sourceId })).toMatchObject({ error: { code: "conflict" } });
    expect(when(history, { type: "resume-source", sourceId }).timers).toMatchObject([{ at: 2_000 }]);
    // The cancelled effect never runs again: the next fetch has an id of its own.
    expect(when(after(history, { type: "resume-source", sourceId }), { type: "source-due", sourceId }).effects).toMatchObject([
      { id: "fetch:source-1:2" },
    ]);
    expect(when(added, { type: "remove-source", sourceId })).toMatchObject({ cancel: ["fetch:source-1:1"], timers: [{ at: null }] });
    expect(listed(after(added, { type: "remove-source", sourceId }))).toEqual([]);
    expect(given(created).when({ type: "pause-source", sourceId })).toMatchObject({ error: { code: "not_found" } });
  });

  it("waits in a fork until somebody resumes it", () => {
    const { state } = given(...added);
    const identity = { kind: "niche" as const, organisation: testPrincipal.organisation, id: "nch_1" };
    const first = nicheFork.resume?.(identity, state);
    expect(first).toEqual({ type: "take-up" });
    const forked = [...added, ...when(added, { type: "take-up" }).events];
    expect(listed(forked)).toMatchObject([{ status: "paused", pausedReason: "forked", fetching: false }]);
    expect(nicheFork.resume?.(identity, given(...forked).state)).toBeUndefined();
  });
});
