/** A niche as clients see it, put together from its state and its rows. */
import { themeSummarySchema, type NicheDetail } from "../../contracts/services/niche-analysis.ts";
import { languageCounts } from "./rows.ts";
import type { NicheState } from "./state.ts";
import { readThemes } from "./theme-rows.ts";
import { workOf } from "./work.ts";

/** Labels shown in a list of niches. */
const topThemes = 3;

export function detailOf(sql: SqlStorage, state: NicheState, version: number): NicheDetail {
  const themes = state.themesBatch === undefined ? [] : readThemes(sql, state.themesBatch).map((theme) => themeSummarySchema.parse(theme));
  const otherLanguages = languageCounts(sql);
  return {
    id: state.id,
    name: state.name,
    ...(state.parentId === undefined ? {} : { parentId: state.parentId }),
    work: workOf(state),
    evidenceCount: state.evidenceCount,
    ...(Object.keys(otherLanguages).length === 0 ? {} : { otherLanguages }),
    ...(state.copyCount === 0 ? {} : { copyCount: state.copyCount }),
    themeCount: themes.length,
    topThemes: themes.slice(0, topThemes).map(({ label }) => label),
    market: state.market,
    ...(state.opportunity ? { opportunity: state.opportunity } : {}),
    themes,
    ...(state.finding ? { finding: state.finding } : {}),
    ...(state.demand ? { demand: state.demand } : {}),
    imports: state.imports,
    ...(state.marketTables.length > 0 ? { marketTables: state.marketTables } : {}),
    ...(state.marketSize ? { marketSize: state.marketSize } : {}),
    childIds: state.childIds,
    createdAt: new Date(state.createdAt).toISOString(),
    updatedAt: new Date(state.updatedAt).toISOString(),
    version,
  };
}
