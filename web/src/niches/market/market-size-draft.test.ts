import { describe, expect, it } from "vitest";
import type { MarketSizeRequest } from "../../../../contracts/services/niche-analysis.ts";
import { draftOf, emptyDraft, readDraft, type SizeDraft } from "./market-size-draft.ts";

const request: MarketSizeRequest = {
  customers: { kind: "lognormal", p10: 20_000, p90: 80_000 },
  currency: "USD",
  monthlyPrice: { kind: "pert", low: 900, mode: 1900, high: 3900 },
  serviceable: { kind: "fixed", value: 0.35 },
  obtainable: { kind: "pert", low: 0.01, mode: 0.03, high: 0.07 },
  topDown: 1_500_000_000,
};

describe("a market size as it is typed", () => {
  it("is in major units and per cent, and reads back as it was", () => {
    const draft = draftOf(request);
    expect(draft).toMatchObject({
      customers: { low: "20000", likely: "", high: "80000" },
      monthlyPrice: { low: "9", likely: "19", high: "39" },
      serviceable: { low: "", likely: "35", high: "" },
      obtainable: { low: "1", likely: "3", high: "7" },
      topDown: "15000000",
    });
    const read = readDraft(draft);
    expect(read.ok && read.request).toMatchObject({ ...request, obtainable: { kind: "pert", mode: 0.03 } });
  });

  it.each<[Partial<SizeDraft>, string, string]>([
    [{ customers: { low: "5", likely: "", high: "" } }, "customers", "Both ends"],
    [{ customers: { low: "9", likely: "5", high: "10" } }, "customers", "in this order"],
    [{ customers: { low: "0", likely: "", high: "10" } }, "customers", "above 0"],
    [{ customers: { low: "", likely: "many", high: "" } }, "customers", "Numbers only"],
    [{ obtainable: { low: "", likely: "120", high: "" } }, "obtainable", "0 to 100"],
    [{ obtainable: { low: "1", likely: "", high: "5" } }, "obtainable", "likeliest number too"],
    [{ topDown: "-4" }, "topDown", "from 0 on"],
  ])("is refused where it says nothing that can be computed with: %j", (change, field, why) => {
    const read = readDraft({ ...draftOf(request), ...change });
    expect(!read.ok && read.errors).toMatchObject({ [field]: expect.stringContaining(why) });
  });

  it("names every input that is missing", () => {
    const read = readDraft(emptyDraft);
    expect(!read.ok && Object.keys(read.errors)).toEqual(["customers", "monthlyPrice", "serviceable", "obtainable"]);
  });
});
