import { expect, it } from "vitest";
import type { ListedOverride, Override } from "../../../../contracts/services/niche-analysis.ts";
import { changeWords } from "./change-words.ts";

const [battery, sound] = ["thm_0000000000000001", "thm_0000000000000002"];
const names = new Map([
  [battery, "Battery"],
  [sound, "Sound"],
]);
function words(override: Override, newThemeId?: string): string {
  const change: ListedOverride = { id: "override-1", override, status: "applied", ...(newThemeId !== undefined && { newThemeId }) };
  return changeWords(change, (id) => names.get(id));
}

it("says what each kind of change did, by the names that are shown", () => {
  expect(words({ kind: "rename", themeId: battery, label: "Power" })).toBe("A theme is called “Power”.");
  expect(words({ kind: "merge", into: battery, from: [sound] })).toBe("1 theme belongs to “Battery”.");
  expect(words({ kind: "merge", into: battery, from: [sound, "thm_0000000000000003"] })).toBe("2 themes belong to “Battery”.");
  expect(words({ kind: "split", themeId: battery, evidenceIds: ["evd_1"] }, sound)).toBe("“Sound” was split off “Battery” by 1 example.");
  expect(words({ kind: "move", evidenceIds: ["evd_1", "evd_2"], to: null })).toBe("2 texts belong to no theme.");
  expect(words({ kind: "same", evidenceIds: ["evd_1", "evd_2"] })).toBe("Two texts count as one.");
  expect(words({ kind: "distinct", evidenceIds: ["evd_1", "evd_2"] })).toBe("Two texts that are alike count apart.");
});

it("says of a theme that is gone that it is not shown", () => {
  const gone = "thm_0000000000000009";
  expect(words({ kind: "move", evidenceIds: ["evd_1"], to: gone })).toBe("1 text belongs to a theme that is not shown now.");
  expect(words({ kind: "split", themeId: battery, evidenceIds: ["evd_1"] }, gone)).toBe(
    "A theme that is not shown now was split off “Battery” by 1 example.",
  );
});
