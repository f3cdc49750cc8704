/** What is known of one niche, as a comparison shows it beside others. */
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { KeptNicheFigures, NicheProfile } from "../../../../contracts/services/niche-comparison.ts";
import type { Demand } from "../../../../contracts/services/niche-demand.ts";
import type { MarketFigures, UnderservedFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { Factor, Standing } from "../../../../contracts/services/niche-opportunity.ts";
import { monthAt, spreadOver } from "../demand/months.ts";
import { fileNameOf } from "../report/market-content.ts";
import { sizeAssumptions } from "../report/market/size-content.ts";

/** Themes that are shown. */
export const shownThemes = 5;
/** Rows of a table that are named. */
const namedRows = 100;

export function profileOf(
  niche: NicheDetail,
  { factors, standing, figures }: { factors: Factor[]; standing: Standing; figures: MarketFigures },
): NicheProfile {
  const { finding, demand } = niche;
  return {
    nicheId: niche.id,
    name: niche.name,
    evidenceCount: niche.evidenceCount,
    ...(finding && {
      people: { count: finding.unit === "authors" ? finding.distinctAuthors : finding.texts, unit: finding.unit },
      complaint: finding.complaint,
    }),
    themes: niche.themes.slice(0, shownThemes).map(({ id, label, share, complaint, size, quotes }) => ({
      id,
      label,
      share,
      complaint,
      size,
      evidenceIds: [...new Set(quotes.map(({ evidenceId }) => evidenceId))],
    })),
    themeCount: niche.themeCount,
    ...(demand && { demand: demandPart(demand) }),
    figures: keptFigures(niche, figures),
    market: niche.market,
    factors,
    standing,
  };
}

function demandPart(demand: Demand): NonNullable<NicheProfile["demand"]> {
  const { class: kind, n, unit, trend, growth, from, counts, texts, evidence, assumptions } = demand;
  return {
    class: kind,
    n,
    unit,
    ...(trend && { slope: { value: trend.slope, low: trend.low, high: trend.high, method: trend.method } }),
    ...(growth && { growth: { value: growth.rate, low: growth.low, high: growth.high, n: growth.n, method: growth.method } }),
    ...(from !== undefined && counts.length > 0 && { months: { from, to: monthAt(from, counts.length - 1) } }),
    ...(texts !== undefined && { texts }),
    ...(evidence && { evidenceIds: spreadOver(demand, 20) }),
    ...(assumptions && { assumptions }),
  };
}

function keptFigures(
  { marketSize, marketTables = [] }: NicheDetail,
  { competition, survey, underserved }: MarketFigures,
): KeptNicheFigures {
  const behind = (tableId: string, rows: readonly number[], rowCount: number) => ({
    tableId,
    fileName: fileNameOf(marketTables, tableId),
    rows: rows.slice(0, namedRows),
    rowCount,
  });
  const worst = underserved && worstServed(underserved);
  const everybody = survey?.segments[0];
  const [first] = everybody?.outcomes ?? [];
  return {
    ...(marketSize && { size: sizeOf(marketSize) }),
    ...(competition?.concentration && {
      concentration: concentrationOf(
        competition.concentration,
        behind(
          competition.tableId,
          competition.concentration.shares.map(({ row }) => row),
          competition.concentration.n,
        ),
      ),
    }),
    ...(worst && { worstServed: worst }),
    ...(survey &&
      everybody &&
      first && {
        outcome: {
          outcome: first.outcome,
          score: first.score,
          low: first.low,
          high: first.high,
          band: first.band,
          first: first.first,
          n: first.n,
          method: survey.method,
          assumptions: survey.assumptions,
          ...behind(survey.tableId, everybody.rows, everybody.n),
        },
      }),
  };
}

function sizeOf(kept: NonNullable<NicheDetail["marketSize"]>): NonNullable<KeptNicheFigures["size"]> {
  const { currency, total, serviceable, obtainable, method } = kept.size;
  const part = ({ p10, p50, p90 }: typeof total) => ({ p10, p50, p90 });
  return {
    currency,
    total: part(total),
    serviceable: part(serviceable),
    obtainable: part(obtainable),
    method,
    assumptions: sizeAssumptions(kept),
  };
}

type Concentration = NonNullable<KeptNicheFigures["concentration"]>;

function concentrationOf(
  { index, low, high, band, basis, n, method, assumptions }: Omit<Concentration, "tableId" | "fileName" | "rows" | "rowCount">,
  behind: Pick<Concentration, "tableId" | "fileName" | "rows" | "rowCount">,
): Concentration {
  return { index, low, high, band, basis, n, method, assumptions, ...behind };
}

/**
 * Of the themes in which everybody who is named is complained of: an underserved one first, then one in which fewer leaders are unknown, then the one
 * whose least complained of leader is complained of most, by the lower limit.
 */
export function worstServed({ themes, leaders, method }: UnderservedFigures): KeptNicheFigures["worstServed"] {
  const [worst] = themes
    .flatMap(({ cells, ...theme }) => {
      const [least] = cells
        .filter(({ competitor }) => leaders.includes(competitor))
        .toSorted((a, b) => a.complaint.low - b.complaint.low || (a.competitor < b.competitor ? -1 : 1));
      return least && least.complaint.count > 0 ? [{ ...theme, least }] : [];
    })
    .toSorted(
      (a, b) =>
        Number(b.underserved) - Number(a.underserved) ||
        a.unknown.length - b.unknown.length ||
        b.least.complaint.low - a.least.complaint.low ||
        (a.theme < b.theme ? -1 : 1),
    );
  if (!worst) return undefined;
  const { themeId, theme, underserved, least } = worst;
  const { competitor, complaint, evidenceIds, texts } = least;
  return { themeId, theme, underserved, competitor, complaint, evidenceIds, ...(texts !== undefined && { texts }), method };
}
