/** Which niches a niche falls apart into, and what their ids are. */
import { discoverNiches } from "../../workers/niche-analysis/domain/discovery/candidates.ts";
import { sha256 } from "../../workers/niche-analysis/domain/import/sha256.ts";
import type { DerivedChild } from "./commands.ts";
import { embeddedSample } from "./sample.ts";
import { readThemes } from "./theme-rows.ts";

/** `model`: the one whose vectors the themes were found with. */
export function childrenOf(
  sql: SqlStorage,
  { parentId, themesBatch, model, copiesThrough }: { parentId: string; themesBatch: string; model: string; copiesThrough: number },
): DerivedChild[] {
  const themes = readThemes(sql, themesBatch);
  const ids = [...new Set(themes.flatMap(({ evidenceIds }) => evidenceIds))].toSorted();
  if (ids.length === 0) return [];
  return discoverNiches({ ...embeddedSample(sql, ids, model, copiesThrough), themes }).map(({ name, themeIds, evidenceIds }) => ({
    childId: childIdOf(parentId, evidenceIds),
    name,
    themeIds,
    evidence: evidenceIds.length,
  }));
}

/** The same texts of the same parent are the same child, however often they are discovered. Sorts next to its parent, by the time in its id. */
function childIdOf(parentId: string, evidenceIds: readonly string[]): string {
  return `nch_${parentId.slice(4, 14)}${sha256(`${parentId}\n${evidenceIds.join("\n")}`).slice(0, 16)}`;
}
