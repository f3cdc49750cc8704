import { expect, it } from "vitest";
import { given as givenAny } from "../kernel/given.ts";
import { nicheDecider } from "./decider.ts";
import { happened, type NicheEvent } from "./events.ts";
import { analysed, created, imported, model, prepared, report, started } from "./testing/histories.ts";

const given = (...history: NicheEvent[]) => givenAny(nicheDecider, history);
const copied = (added: number, total: number) =>
  happened("evidence.imported", { batchId: "imp_2", added: 0, total: 100, copies: { added, total }, report });

it("an import says how many copies it added, and how many there are then", () => {
  const copies = { added: 7, total: 12 };
  const decided = given(created, copied(5, 5)).when({ type: "import", batchId: "imp_2", added: 0, total: 100, copies, report });
  expect(decided).toMatchObject({ ok: true, value: { events: [{ type: "evidence.imported", data: { copies } }] } });
  expect(given(created, copied(5, 5), copied(7, 12)).state.copyCount).toBe(12);
  // Events of before copies were kept say nothing of them.
  expect(given(created, copied(5, 5), imported(100)).state.copyCount).toBe(5);
});

it("an analysis counts the copies that were there when it started, and no later ones", () => {
  const themes = { type: "themes", input: { through: 100, copiesThrough: 5 } };
  const embeddedAll = { analysisId: "analysis-1", model, done: 100, total: 100, chunksLeft: 0 };
  const decided = given(created, copied(5, 5), imported(100), started(100), prepared(0, 100), copied(7, 12)).when({
    type: "embedded",
    data: embeddedAll,
  });
  expect(decided).toMatchObject({ ok: true, value: { effects: [themes] } });
});

it("a change of the themes counts them as the analysis did", () => {
  const before = analysed.flatMap((event) => (event.type === "analysis.started" ? [copied(5, 5), event] : [event]));
  const rename = { kind: "rename" as const, themeId: "thm_0123456789abcdef", label: "Power" };
  const decided = given(...before, copied(7, 12)).when({ type: "override", override: rename });
  expect(decided).toMatchObject({ ok: true, value: { effects: [{ type: "themes", input: { copiesThrough: 5 } }] } });
});
