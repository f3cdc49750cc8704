/** The whole analysis of a niche as one pure function: evidence and vectors in, themes and a scored opportunity out. */
import type { Demand } from "../../../contracts/services/niche-demand.ts";
import type { Evidence } from "../../../contracts/services/niche-evidence.ts";
import type { Market, Opportunity } from "../../../contracts/services/niche-opportunity.ts";
import type { KeptOverride } from "../../../contracts/services/niche-overrides.ts";
import { severities, type Theme, type ThemeFinding } from "../../../contracts/services/niche-themes.ts";
import { complaintThreshold, scoreText } from "./complaint/score.ts";
import { demandOf, themeDemands } from "./demand/demand.ts";
import { windowOf } from "./demand/months.ts";
import { copiesAmong } from "./duplicates/near-duplicates.ts";
import { unitsOf } from "./intervals/bootstrap.ts";
import { wilson } from "./intervals/wilson.ts";
import { labelGroups } from "./labels/theme-labels.ts";
import { scoreOpportunity } from "./opportunity/score.ts";
import { severityOf } from "./opportunity/severity.ts";
import { estimateSeverity } from "./opportunity/severity-estimate.ts";
import { needsOf } from "./needs/needs.ts";
import { arrange } from "./overrides/arrange.ts";
import { chooseQuotes } from "./quotes/quotes.ts";
import { findKnownThemes, type FoundGroups } from "./themes/found-groups.ts";
import type { VectorSource } from "./themes/find-themes.ts";
import type { KnownTheme } from "./themes/identity.ts";

export interface AnalysisInput {
  /** Of the niche. */
  name: string;
  market: Market;
  evidence: readonly Evidence[];
  /** One row for each piece of evidence, in the same order. */
  vectors: VectorSource;
  seed: number;
  /** name@version of the model that made the vectors. */
  model?: string;
  /** Themes of the analysis before, as it found them: those that go on keep their ids. */
  earlier?: readonly KnownTheme[];
  /** What this very evidence was found to fall into before; without it, that is found now. */
  found?: FoundGroups | undefined;
  /** Changes that people made, in their order. */
  overrides?: readonly KeptOverride[];
  /** Awaited every few hundred milliseconds of computing, so that others get their turn. */
  pause?: () => Promise<void>;
}

export interface Analysis {
  /** Most severe first, then largest, then by id. */
  themes: Theme[];
  finding: ThemeFinding;
  /** Of all texts together. */
  demand: Demand;
  opportunity: Opportunity;
  /** What the themes were before anybody changed them. */
  found: FoundGroups;
}

/**
 * Deterministic: depends on the set of evidence and vectors, the name, the market, the seed, the changes and the ids of earlier themes, never
 * on the order of the evidence. Without evidence there are no themes and the severity is unknown.
 */
export async function analyseNiche(input: AnalysisInput): Promise<Analysis> {
  const { name, market, evidence, vectors, seed, model, overrides = [] } = input;
  const copies = copiesAmong(evidence);
  const copied = new Set(copies.map(({ row }) => row));
  const found = input.found ?? (await findKnownThemes(evidence, vectors, copies, input));
  const arranged = arrange({ found, evidence, vectors, copies, overrides });
  const groups = arranged.themes;
  const inOrder = [...evidence.keys()].toSorted((a, b) => compare(idAt(a), idAt(b)));
  const scored = evidence.map(({ text }) => scoreText(text));
  const scores = scored.map(({ score }) => score);
  // Which rows belong to one author must not depend on the order of arrival either.
  const units = unitsOf(inOrder.map((row) => evidence[row]?.author)).map((unit) => unit.map((place) => inOrder[place] ?? 0));
  const named = evidence.some(({ author }) => author !== undefined);
  // A text that is repeated must not give its words to the theme, nor be quoted twice.
  const labels = labelGroups(groups.map(({ rows }) => rows.filter((row) => !copied.has(row)).map((row) => evidence[row]?.text ?? "")));

  function idAt(row: number): string {
    return evidence[row]?.id ?? "";
  }

  const unit = named ? "authors" : "texts";
  const window = windowOf(evidence);
  const demands = themeDemands(
    groups.map(({ rows }) => rows.flatMap((row) => evidence[row] ?? [])),
    window,
    unit,
  );

  const themes = groups.map(({ id, rows, fits, label, stability }, g): Theme => {
    const { label: words = "", terms = [] } = labels[g] ?? {};
    const evidenceIds = rows.map(idAt);
    const complaints = rows.map((row) => scores[row] ?? 0).filter((score) => score >= complaintThreshold);
    const complaint = wilson(complaints.length, rows.length);
    const intensity = complaints.length === 0 ? 0 : complaints.reduce((sum, score) => sum + score, 0) / complaints.length;
    const distinctAuthors = unitsOf(rows.map((row) => evidence[row]?.author)).length;
    const quotable = rows.flatMap((row, i) => {
      const text = scored[row];
      return text && !copied.has(row) ? [{ evidenceId: idAt(row), author: evidence[row]?.author, fit: fits[i] ?? 0, scored: text }] : [];
    });
    return {
      id,
      label: label ?? words,
      terms,
      size: rows.length,
      distinctAuthors,
      share: wilson(distinctAuthors, units.length),
      complaint,
      intensity,
      severity: severityOf(complaint.value, intensity),
      quotes: chooseQuotes(quotable, terms),
      needs: needsOf(
        quotable
          .toSorted((a, b) => b.fit - a.fit || compare(a.evidenceId, b.evidenceId))
          .map((text) => ({ evidenceId: text.evidenceId, sentences: text.scored.sentences })),
      ),
      ...(stability !== undefined && { stability }),
      ...(demands[g] && { demand: demands[g] }),
      evidenceIds,
    };
  });

  const severity = estimateSeverity(
    groups.map(({ rows }) => rows),
    scores,
    units,
    seed,
  );
  return {
    themes: themes.toSorted(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.size - a.size || compare(a.id, b.id),
    ),
    finding: {
      method: found.method,
      seed,
      ...(model !== undefined && { model }),
      texts: evidence.length,
      distinctAuthors: units.length,
      unit,
      silhouette: found.silhouette,
      outliers: arranged.outside.length,
      copies: {
        exact: copies.filter(({ kind }) => kind === "exact").length,
        near: copies.filter(({ kind }) => kind === "near").length,
      },
      ...(overrides.length > 0 && { overrides: { applied: overrides.length - arranged.dormant.length, dormant: arranged.dormant } }),
      complaint: wilson(scores.filter((score) => score >= complaintThreshold).length, scores.length),
    },
    demand: demandOf(evidence, window, unit),
    opportunity: scoreOpportunity({ name, market, severity }),
    found,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
