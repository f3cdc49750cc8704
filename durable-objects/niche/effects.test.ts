import { expect, it } from "vitest";
import { testPrincipal } from "../kernel/given.ts";
import type { EffectTask } from "../kernel/types.ts";
import { effectFailed, nicheEffects } from "./effects.ts";
import { deriveEffect, embedEffect, prepareEffect, themesEffect } from "./plan.ts";
import { fetchEffect } from "./sources/plan.ts";
import { readEffect, tidyEffect } from "./uploads/plan.ts";
import { noNode } from "./testing/histories.ts";
import { unknownMarket } from "../../contracts/services/niche-analysis.ts";

const work = { analysisId: "analysis-3", through: 10 };
const child = { childId: "nch_00000000000000000000000002", name: "child", themeIds: [], evidence: 4 };
const asked = [
  prepareEffect(work),
  embedEffect({ ...work, window: 2, model: "m@1", total: 10 }),
  themesEffect({ ...work, seed: 1, model: "m@1", name: "Earbuds", market: unknownMarket, overrides: [], revision: 0 }),
  fetchEffect({ id: "source-1", settings: { kind: "hacker-news", query: "earbuds", intervalMinutes: 60 }, cursor: undefined }, 3),
  deriveEffect({ discoveryId: "discovery-2", child, themesBatch: "b", seed: 1, model: "m@1" }),
  readEffect("upl_00000000000000000000000001"),
  tidyEffect("upl_00000000000000000000000001", "over"),
  { id: "match:1", type: "match", input: { matching: 1, tableId: "mtb_1", themesBatch: "b" } },
];

function taskOf({ id, type, input }: (typeof asked)[number]): EffectTask {
  const identity = { kind: "niche" as const, organisation: testPrincipal.organisation, id: "nch_00000000000000000000000001" };
  return { id, type, input, attempt: 1, deadline: undefined, identity, principal: testPrincipal, signal: new AbortController().signal };
}

it("has a handler for every effect that is ever asked for", () => {
  expect(Object.keys(nicheEffects).toSorted()).toEqual(asked.map(({ type }) => type).toSorted());
});

it("names the step and the work that a failed effect belonged to", () => {
  expect(asked.map((effect) => effectFailed(taskOf(effect), noNode))).toEqual([
    { type: "effect-failed", data: { step: "prepare", analysisId: "analysis-3", fault: noNode } },
    { type: "effect-failed", data: { step: "embed", analysisId: "analysis-3", fault: noNode } },
    { type: "effect-failed", data: { step: "themes", analysisId: "analysis-3", fault: noNode } },
    { type: "fetch-failed", sourceId: "source-1", run: 3, error: expect.objectContaining({ code: noNode.code, detail: noNode.detail }) },
    { type: "effect-failed", data: { step: "discover", analysisId: "discovery-2", fault: noNode } },
    { type: "upload-failed", uploadId: "upl_00000000000000000000000001", fault: noNode },
    { type: "uploads-tidied" },
    { type: "match-noted" },
  ]);
});
