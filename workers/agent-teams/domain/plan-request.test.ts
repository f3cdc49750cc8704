import { describe, expect, it } from "vitest";
import { runAssumptionsSchema } from "../../../contracts/services/agent-teams.ts";
import { planRequestSchema } from "../../../contracts/services/marketing.ts";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { planRequest } from "./plan-request.ts";
import { niche, price, proportion, theme } from "./testing/results.ts";

const assumed = runAssumptionsSchema.parse({});
const requestOf = (detail: Partial<NicheDetail>, assumptions = assumed) => planRequest("cmd-1", niche(detail), price(), assumptions);

describe("the request for a marketing plan", () => {
  it("hands on the theme's words, counts and quotes, and the recommended price", () => {
    expect(requestOf({})).toEqual({
      commandId: "cmd-1",
      niche: {
        id: "nch_00000000000000000000000001",
        name: "Earbuds",
        themes: [
          {
            id: "thm_0000000000000001",
            label: "theme 1",
            keywords: ["battery", "charge"],
            share: { count: 40, of: 100, low: 0.30000000000000004, high: 0.5, unit: "authors" },
            complaint: { count: 20, of: 40 },
            quotes: [{ evidenceId: `evd_${"1".repeat(32)}`, text: "It dies by noon." }],
          },
        ],
      },
      price: { id: "prc_00000000000000000000000001", amount: { minor: 1_999, currency: "USD" }, period: "month" },
      audience: { description: "people who deal with Earbuds", places: [] },
      goals: ["customer-acquisition"],
      businessType: "saas",
      budget: { minor: 100_000, currency: "USD" },
    });
  });

  it("leads with the eight most urgent themes that have a quote", () => {
    const themes = Array.from({ length: 10 }, (_, index) => theme(index, { complaint: proportion(index, 40) }));
    const silent = theme(11, { severity: "high", quotes: [] });
    const ids = requestOf({ themes: [silent, ...themes] }).niche.themes.map(({ id }) => id.at(-1));
    expect(ids).toEqual(["9", "8", "7", "6", "5", "4", "3", "2"]);
  });

  it("states no share and no complaints where nothing was counted", () => {
    const [first] = requestOf({ themes: [theme(1, { share: proportion(0, 0), complaint: proportion(0, 0) })] }).niche.themes;
    expect(Object.keys(first ?? {})).toEqual(["id", "label", "keywords", "quotes"]);
  });

  it("counts texts where the finding says so or there is none", () => {
    const unit = (detail: Partial<NicheDetail>) => requestOf(detail).niche.themes[0]?.share?.unit;
    const { finding } = niche();
    expect(unit({ finding: finding && { ...finding, unit: "texts" } })).toBe("texts");
    expect(unit({ finding: undefined })).toBe("texts");
  });

  it("uses the founder's audience and product name where stated", () => {
    const assumptions = { ...assumed, audience: { description: "runners", places: ["social" as const] }, productName: "Lasting" };
    expect(requestOf({}, assumptions)).toMatchObject({ audience: { description: "runners", places: ["social"] }, productName: "Lasting" });
  });

  it("is accepted by the marketing service, however long the names and terms of the niche are", () => {
    const long = theme(1, { terms: Array.from({ length: 30 }, () => "t".repeat(300)) });
    const request = requestOf({ name: "n".repeat(200), themes: [long] });
    expect(planRequestSchema.safeParse(request).error).toBeUndefined();
  });
});
