/** A change of themes as a sentence. */
import type { ListedOverride } from "../../../../contracts/services/niche-analysis.ts";
import { plural } from "../../interface/formats.ts";

/** `nameOf`: the label of a theme by its id; undefined where it is not shown now. */
export function changeWords({ override, newThemeId }: ListedOverride, nameOf: (themeId: string) => string | undefined): string {
  const named = (id: string) => {
    const name = nameOf(id);
    return name === undefined ? "a theme that is not shown now" : `“${name}”`;
  };
  switch (override.kind) {
    case "rename":
      return `A theme is called “${override.label}”.`;
    case "merge":
      return `${plural(override.from.length, "theme")} belong${override.from.length === 1 ? "s" : ""} to ${named(override.into)}.`;
    case "split":
      return `${newThemeId === undefined ? "A theme" : capitalised(named(newThemeId))} was split off ${named(override.themeId)} by ${plural(override.evidenceIds.length, "example")}.`;
    case "same":
      return "Two texts count as one.";
    case "distinct":
      return "Two texts that are alike count apart.";
    case "move": {
      const texts = override.evidenceIds.length;
      return `${plural(texts, "text")} belong${texts === 1 ? "s" : ""} to ${override.to === null ? "no theme" : named(override.to)}.`;
    }
  }
}

export const statusWords: Record<ListedOverride["status"], string> = {
  applied: "shown",
  pending: "not shown yet",
  dormant: "finds nothing to change",
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
