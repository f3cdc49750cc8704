/** The whole analysis of a niche as one pure function: evidence and vectors in, themes and a scored opportunity out. */
import { defaultOutlierShare } from "../../../contracts/services/niche-analysis.ts";
import type { Demand } from "../../../contracts/services/niche-demand.ts";
import type { Market, Opportunity } from "../../../contracts/services/niche-opportunity.ts";
import type { KeptOverride } from "../../../contracts/services/niche-overrides.ts";
import { severities, type Theme, type ThemeFinding } from "../../../contracts/services/niche-themes.ts";
import { complaintThreshold, scoreText } from "./complaint/score.ts";
import { drawnInWords } from "./counting/drawn-words.ts";
import { writtenOnce, type OccurrenceSource } from "./counting/occurrences.ts";
import { Voices } from "./counting/voices.ts";
import { nicheDemand, themeDemands } from "./demand/demand.ts";
import { windowOf } from "./demand/months.ts";
import { withAccepted } from "./duplicates/accepted.ts";
import { copiesAmong } from "./duplicates/near-duplicates.ts";
import { shrunkShares } from "./intervals/shrinkage.ts";
import { wilson } from "./intervals/wilson.ts";
import { coherences } from "./labels/coherence.ts";
import { labelGroups, rowsForLabels } from "./labels/theme-labels.ts";
import { growthReading } from "./opportunity/levels/growth.ts";
import { monetizationReading } from "./opportunity/levels/monetization.ts";
import { readings } from "./opportunity/levels/reading.ts";
import { themeOutcomes } from "./opportunity/odi/theme-outcomes.ts";
import { scoreOpportunity } from "./opportunity/score.ts";
import { severityOf } from "./opportunity/severity.ts";
import { behindSeverity, estimateSeverities } from "./opportunity/severity-estimate.ts";
import { arrange } from "./overrides/arrange.ts";
import { chooseQuotes } from "./quotes/quotes.ts";
import { blocksOf, type TextFacts, type TextSource } from "./texts.ts";
import { themeMap } from "./theme-map.ts";
import { readTheme } from "./theme-reading.ts";
import { decidedPairs } from "./themes/alike.ts";
import { findKnownThemes, type FoundGroups } from "./themes/found-groups.ts";
import type { KnownTheme } from "./themes/identity.ts";
import type { VectorSource } from "./themes/vectors.ts";

export interface AnalysisInput {
  /** Of the niche. */
  name: string;
  market: Market;
  evidence: readonly TextFacts[];
  /** One for each piece of evidence, in the same order; read a few hundred at a time, as are the vectors. */
  texts: TextSource;
  vectors: VectorSource;
  /** Everybody who wrote these texts, and when; without it, each was written once. */
  occurrences?: OccurrenceSource;
  seed: number;
  /** Share of the texts that may stay outside all themes. */
  outlierShare?: number | undefined;
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
  const { name, market, evidence, texts, vectors, seed, model, overrides = [], pause = async () => {} } = input;
  const copies = withAccepted(await copiesAmong(evidence, texts, pause), evidence, overrides);
  const copied = new Set(copies.map(({ row }) => row));
  const found = input.found ?? (await findKnownThemes(evidence, vectors, copies, input));
  const arranged = arrange({ found, evidence, vectors, copies, overrides });
  const groups = arranged.themes;
  const inOrder = [...evidence.keys()].toSorted((a, b) => compare(idAt(a), idAt(b)));
  const voices = await Voices.of(inOrder, input.occurrences ?? writtenOnce(evidence), pause);
  // A text that is repeated must not give its words to the theme, nor be quoted twice.
  const labelled = rowsForLabels(groups.map(({ rows }) => rows.filter((row) => !copied.has(row))));
  const readForLabels = labelled.map((rows) => texts.read(rows));
  const labels = labelGroups(readForLabels);
  await pause();
  const coherent = await coherences(
    readForLabels.flat(),
    labels.map(({ keys }) => keys),
    { seed, pause },
  );

  function idAt(row: number): string {
    return evidence[row]?.id ?? "";
  }

  function peopleIn(rows: readonly number[]): number {
    return voices.authorsOf(rows);
  }

  function rowsNamed(ids: readonly string[]): number[] {
    const wanted = new Set(ids);
    return inOrder.filter((row) => wanted.has(idAt(row)));
  }

  function complains(row: number): boolean {
    return (scores[row] ?? 0) >= complaintThreshold;
  }

  const unit = voices.named ? "authors" : "texts";
  const all = voices.dated(inOrder, idAt);
  const window = windowOf(all);
  const demands = themeDemands(
    groups.map(({ rows }) => voices.dated(rows, idAt)),
    window,
    unit,
  );

  const scores = new Float64Array(evidence.length);
  for (const rows of blocksOf(arranged.outside)) {
    for (const [i, text] of texts.read(rows).entries()) scores[rows[i] ?? 0] = scoreText(text).score;
    await pause();
  }
  const praises = new Uint8Array(evidence.length);
  const themes: Theme[] = [];
  for (const [g, { id, rows, fits, label, stability, stabilityLimits }] of groups.entries()) {
    const { quotable, needs, praising } = await readTheme({ rows, fits }, { facts: evidence, texts, peopleIn, copied, scores, pause });
    const { label: words = "", terms = [] } = labels[g] ?? {};
    const complaining = rows.flatMap((row, place) => (complains(row) ? [place] : []));
    for (const row of praising) praises[row] = 1;
    const scoreAt = (place: number) => scores[rows[place] ?? 0] ?? 0;
    const placeOf = new Map(rows.map((row, place) => [idAt(row), place]));
    const complaints = complaining.map((place) => rows[place] ?? 0);
    const distinctAuthors = voices.authorsOf(rows);
    const complaint = wilson(voices.authorsOf(complaints), distinctAuthors);
    // How severe it is, is weighed by what was written: its bootstrap draws authors with all that they wrote.
    const [written, complained] = [voices.voicesIn(rows), voices.voicesIn(complaints)];
    const strength = complaints.reduce((sum, row) => sum + (voices.people[row] ?? 0) * (scores[row] ?? 0), 0);
    const intensity = complained === 0 ? 0 : strength / complained;
    themes.push({
      id,
      label: label ?? words,
      terms,
      ...(coherent[g] && { coherence: coherent[g] }),
      size: rows.length,
      distinctAuthors,
      share: wilson(distinctAuthors, voices.authors),
      complaint,
      intensity,
      severity: severityOf(complained / Math.max(1, written), intensity),
      quotes: chooseQuotes(quotable, terms),
      needs: needs.map(({ evidenceIds, ...need }) => ({ ...need, places: evidenceIds.flatMap((one) => placeOf.get(one) ?? []) })),
      ...(stability !== undefined && { stability }),
      ...(stabilityLimits && found.resamples !== undefined && { stabilityInterval: { ...stabilityLimits, n: found.resamples } }),
      ...(demands[g] && { demand: demands[g] }),
      evidenceIds: rows.map(idAt),
      complaining: complaining.toSorted((a, b) => scoreAt(b) - scoreAt(a) || a - b),
      praising: rows.flatMap((row, place) => (praising.has(row) ? [place] : [])),
    });
  }

  // In an order that does not depend on that of the rows: the first of equals is taken now and then.
  const byId = [...groups.keys()].toSorted((a, b) => compare(groups[a]?.id ?? "", groups[b]?.id ?? ""));
  const map = themeMap(
    byId.flatMap((g) => themes[g] ?? []),
    byId.map((g) => groups[g]?.rows ?? []),
    { texts, vectors, nameable: (row) => !copied.has(row) },
  );

  const accepted = copies.filter(({ kind }) => kind === "same").length;
  const { units, drawn } = voices.units();
  const members = groups.map(({ rows }) => rows);
  await pause();
  const severity = estimateSeverities(members, scores, units, seed, { people: voices.people, over: drawnInWords(drawn) });
  await pause();
  const outcomes = themeOutcomes(
    members,
    groups.map(({ id }) => id),
    { scores, praises, writersOf: (row) => voices.writersOf(row), units, over: drawnInWords(drawn), seed },
  );
  const shrunk = shrunkShares(themes.map(({ complaint }) => complaint));
  const judged = themes.map((theme, g): Theme => {
    const [sureness, outcome, complaintShrunk] = [severity.themes[g], outcomes[g], shrunk?.[g]];
    return { ...theme, ...(complaintShrunk && { complaintShrunk }), ...(sureness && { sureness }), ...(outcome && { outcome }) };
  });
  const inThemes = members.flat();
  const behind = behindSeverity(inThemes, scores, {
    idAt,
    people: voices.people,
    authors: voices.authorsOf(inThemes),
    over: severity.over,
  });
  const demand = await nicheDemand(all, window, unit, { seed, pause });
  const willing = [...new Set(willingIn(themes))].toSorted();
  const levels = readings({
    growth_rate: growthReading(demand),
    monetization_potential: monetizationReading(wilson(peopleIn(rowsNamed(willing)), peopleIn(inThemes)), willing),
  });
  return {
    themes: judged.toSorted(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.size - a.size || compare(a.id, b.id),
    ),
    finding: {
      method: found.method,
      seed,
      ...(model !== undefined && { model }),
      texts: evidence.length,
      distinctAuthors: voices.authors,
      unit,
      silhouette: found.silhouette,
      ...(found.silhouetteTexts !== undefined && { silhouetteTexts: found.silhouetteTexts }),
      ...(found.resamples !== undefined && { resamples: found.resamples }),
      outliers: arranged.outside.length,
      outlierShare: {
        asked: input.outlierShare ?? defaultOutlierShare,
        found: evidence.length === 0 ? 0 : arranged.outside.length / evidence.length,
      },
      ...(found.alike && { alike: decidedPairs(found.alike, overrides) }),
      copies: {
        exact: copies.filter(({ kind }) => kind === "exact").length + voices.copies,
        near: copies.filter(({ kind }) => kind === "near").length,
        ...(accepted > 0 && { same: accepted }),
      },
      ...(overrides.length > 0 && { overrides: { applied: overrides.length - arranged.dormant.length, dormant: arranged.dormant } }),
      drawn,
      complaint: wilson(voices.authorsOf(inOrder.filter(complains)), voices.authors),
      ...map,
    },
    demand,
    opportunity: scoreOpportunity({
      name,
      market,
      severity: { ...severity.overall, ...(groups.length > 0 && { evidence: behind }) },
      readings: levels,
    }),
    found,
  };
}

/** Texts in which somebody pays or would. */
function willingIn(themes: readonly Theme[]): string[] {
  return themes.flatMap(({ needs = [], evidenceIds }) =>
    needs
      .filter(({ kind }) => kind === "willingness-to-pay")
      .flatMap(({ places = [] }) => places.flatMap((place) => evidenceIds[place] ?? [])),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
