/** How the themes of a niche lie to one another: areas of themes that are close, and a place for each on a map. */
import type { Theme, ThemeFinding } from "../../../contracts/services/niche-themes.ts";
import { labelGroups, rowsForLabels } from "./labels/theme-labels.ts";
import type { TextSource } from "./texts.ts";
import { onPlane } from "./themes/projection.ts";
import { groupThemes } from "./themes/theme-groups.ts";
import { centroidsIn, type VectorSource } from "./themes/vectors.ts";

/** Fewer themes are seen at a glance. */
const fewestThemes = 5;
const decimals = 1_000;

/** `rows[t]` are those of `themes[t]`; `nameable` tells those that may give an area its name. Nothing for a handful of themes. */
export function themeMap(
  themes: readonly Pick<Theme, "id" | "size">[],
  rows: readonly (readonly number[])[],
  { texts, vectors, nameable }: { texts: TextSource; vectors: VectorSource; nameable: (row: number) => boolean },
): Pick<ThemeFinding, "areas" | "places"> {
  if (themes.length < fewestThemes) return {};
  const centroids = centroidsIn(vectors, rows);
  const groups = groupThemes(
    centroids,
    themes.map(({ size }) => size),
    { fewest: 2, most: Math.ceil(themes.length / 2), fewestTexts: 1 },
  );
  const ofGroups = groups.map((members) => members.flatMap((theme) => rows[theme] ?? []).filter(nameable));
  const names = labelGroups(rowsForLabels(ofGroups).map((chosen) => texts.read(chosen)));
  const areas = groups
    .map((members, g) => ({
      label: names[g]?.label ?? "",
      themeIds: members.flatMap((theme) => themes[theme]?.id ?? []),
      size: members.reduce((sum, theme) => sum + (themes[theme]?.size ?? 0), 0),
    }))
    .toSorted((a, b) => b.size - a.size || ((a.themeIds[0] ?? "") < (b.themeIds[0] ?? "") ? -1 : 1));
  const places = onPlane(centroids).map(({ x, y }, theme) => ({
    themeId: themes[theme]?.id ?? "",
    x: Math.round(x * decimals) / decimals,
    y: Math.round(y * decimals) / decimals,
  }));
  return { areas, places };
}
