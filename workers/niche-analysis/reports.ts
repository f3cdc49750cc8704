/** What is put together of a niche, or of several side by side: figures of the market, the comparison, and reports. */
import * as z from "zod";
import { idSchema } from "../../contracts/ids.ts";
import { authorize } from "../../contracts/principal.ts";
import { ok, parse, type Result } from "../../contracts/result.ts";
import {
  marketFiguresQuerySchema,
  type Comparison,
  type ComparisonFormat,
  type MarketFigures,
  type MarketFiguresQuery,
  type NicheDetail,
  type ReportFormat,
} from "../../contracts/services/niche-analysis.ts";
import { comparisonOf } from "./comparison.ts";
import { figuresEdition, readMarket } from "./domain/market/market-figures.ts";
import { comparisonCsv } from "./domain/report/comparison-csv.ts";
import { themesCsv } from "./domain/report/csv-report.ts";
import type { Cited } from "./domain/report/origins.ts";
import { comparisonFile, reportFile } from "./domain/report/report-file.ts";
import type { Niches } from "./niches.ts";

const comparedIdsSchema = z.array(idSchema("niche")).min(1).max(20);

export async function marketFigures(
  niches: Niches,
  nicheId: string,
  assumed: Partial<MarketFiguresQuery> = {},
): Promise<Result<MarketFigures>> {
  const query = parse(marketFiguresQuerySchema, assumed);
  if (!query.ok) return query;
  const niche = niches.readable(nicheId);
  if (!niche.ok) return niche;
  // What is assumed shows in the figures of keywords alone, and only those under the usual assumptions are kept.
  const usual = JSON.stringify(query.value) === JSON.stringify(marketFiguresQuerySchema.parse({}));
  const pieces = await niche.value.market(niches.principal, figuresEdition, usual ? undefined : "keywords");
  if (!pieces.ok) return pieces;
  const { figures, computed } = readMarket(pieces.value, query.value);
  for (const one of computed.filter(({ tableId }) => usual || tableId !== figures.keywords?.tableId)) {
    const kept = await niche.value.keepFigures(niches.principal, { ...one, edition: figuresEdition });
    if (!kept.ok) return kept;
  }
  return ok(figures);
}

export async function nicheReport(niches: Niches, nicheId: string, format: ReportFormat): Promise<Result<string>> {
  const niche = niches.readable(nicheId);
  if (!niche.ok) return niche;
  const themes = await niche.value.themes(niches.principal);
  if (!themes.ok) return themes;
  if (format === "csv") return ok(themesCsv(themes.value));
  const [detail, segments, figures] = await Promise.all([
    niches.detail(niche.value),
    niche.value.segments(niches.principal),
    marketFigures(niches, nicheId),
  ]);
  if (!detail.ok) return detail;
  if (!segments.ok) return segments;
  if (!figures.ok) return figures;
  const file = reportFile(format, { niche: detail.value, themes: themes.value, segments: segments.value, figures: figures.value });
  const origins = await niche.value.origins(niches.principal, file.named);
  return origins.ok ? ok(file.written(origins.value.map((row) => niches.cited(nicheId, row)))) : origins;
}

export async function compareNiches(niches: Niches, ids: string[]): Promise<Result<Comparison>> {
  const allowed = authorize(niches.principal, "niches:read");
  if (!allowed.ok) return allowed;
  const parsed = parse(comparedIdsSchema, ids);
  if (!parsed.ok) return parsed;
  const details: NicheDetail[] = [];
  const figures = new Map<string, MarketFigures>();
  for (const id of new Set(parsed.value)) {
    const detail = await niches.actor(id).detail(niches.principal);
    if (!detail.ok) return detail;
    details.push(detail.value);
    const found = await marketFigures(niches, id);
    if (!found.ok) return found;
    figures.set(id, found.value);
  }
  return comparisonOf(details, await niches.weighted(), figures);
}

export async function comparisonReport(niches: Niches, ids: string[], format: ComparisonFormat): Promise<Result<string>> {
  const compared = await compareNiches(niches, ids);
  if (!compared.ok) return compared;
  if (format === "csv") return ok(comparisonCsv(compared.value));
  const file = comparisonFile(format, compared.value);
  const evidence: Cited[] = [];
  for (const { nicheId } of compared.value.ranked) {
    const origins = await niches.actor(nicheId).origins(niches.principal, file.named);
    if (!origins.ok) return origins;
    evidence.push(...origins.value.map((row) => niches.cited(nicheId, row)));
  }
  return ok(file.written(evidence));
}
