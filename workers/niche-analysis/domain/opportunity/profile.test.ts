import { describe, expect, it } from "vitest";
import type { GapTheme } from "../../../../contracts/services/niche-market-figures.ts";
import { wilson } from "../intervals/wilson.ts";
import { worstServed } from "./profile.ts";

describe("the theme that leaders serve worst", () => {
  const leaders = ["Acme", "Bolt", "Cord"];
  const theme = (name: string, complaining: Record<string, [number, number]>, underserved = false): GapTheme => ({
    themeId: `thm_${name}`,
    theme: name,
    underserved,
    unknown: leaders.filter((leader) => !(leader in complaining)),
    cells: Object.entries(complaining).map(([competitor, [count, n]]) => ({
      competitor,
      complaint: wilson(count, n),
      evidenceIds: [`evd_${name}_${competitor}`],
      quotes: [],
    })),
  });
  const worst = (...themes: GapTheme[]) =>
    worstServed({ tableId: "mtb_1", competitors: leaders, leaders, themes, texts: 1, mentions: 1, method: "m", assumptions: [] });

  it("is the one with most complaints where one leader is named nowhere, whatever the order of the themes", () => {
    const themes = [
      theme("anything", { Acme: [0, 1], Bolt: [1, 30] }),
      theme("mild", { Acme: [5, 40], Bolt: [6, 40] }),
      theme("wrong", { Acme: [40, 50], Bolt: [30, 40] }),
    ];
    for (const order of [themes, themes.toReversed()])
      expect(worst(...order)).toMatchObject({ theme: "wrong", competitor: "Bolt", evidenceIds: ["evd_wrong_Bolt"] });
  });

  it("is an underserved one first, then one of which more leaders are known", () => {
    const all = theme("all", { Acme: [30, 50], Bolt: [30, 50], Cord: [30, 50] });
    const two = theme("two", { Acme: [49, 50], Bolt: [49, 50] });
    expect(worst(two, all)?.theme).toBe("all");
    expect(worst(two, all, theme("failed", { Acme: [30, 31], Bolt: [30, 31], Cord: [30, 31] }, true))?.theme).toBe("failed");
  });

  it("is none where nobody complains of somebody who is named", () => expect(worst(theme("fine", { Acme: [0, 1] }))).toBeUndefined());
});
