/**
 * The effects of a niche and their inputs. Ids are made of what the effect is for, so that asking twice changes nothing.
 *
 * Texts are embedded in chunks cut from the canonical order of the analysed rows (sorted by evidence id): chunk k holds rows
 * 128k to 128k+127. A chunk is one isolated call, so equal evidence gives equal vectors, whatever order the chunks finish in.
 */
import * as z from "zod";
import { marketSchema } from "../../contracts/services/niche-opportunity.ts";
import { keptOverrideSchema } from "../../contracts/services/niche-overrides.ts";
import { themeFindingSchema, type ThemeFinding } from "../../contracts/services/niche-themes.ts";
import type { NewEffect } from "../kernel/types.ts";
import type { AnalysisState, NicheState } from "./state.ts";

/** Texts of one call to the model. */
export const chunkSize = 128;
/**
 * Rows of one analysis at most. Evidence ids are digests, so the first ones in canonical order are an even sample of a larger niche.
 */
export const maxAnalysed = 100_000;
/** Characters of a text that an analysis reads: models read less. */
export const analysedCharacters = 4_000;

/** What of a finding goes on when only changes of people are applied. */
const measuresSchema = themeFindingSchema.pick({ silhouette: true, silhouetteTexts: true, resamples: true, method: true, alike: true });

/** What the inputs of all effects of an analysis have. */
export const workNameSchema = z.object({ analysisId: z.string() });
/** `through`: rows of the niche when the analysis started; later ones are not part of it. */
export const prepareInputSchema = workNameSchema.extend({ through: z.int() });
export const embedInputSchema = prepareInputSchema.extend({ window: z.int().min(0), model: z.string(), total: z.int() });
export type EmbedInput = z.infer<typeof embedInputSchema>;
/**
 * `earlier`: the batch of the themes before, whose ids go on; absent in a first analysis. `found`: what this analysis has found already, when
 * only changes of people are to be applied. `revision`: of these changes.
 */
export const themesInputSchema = prepareInputSchema.extend({
  seed: z.int(),
  model: z.string(),
  /** Copies of the niche when the analysis started; later ones are not part of it. */
  copiesThrough: z.int().default(0),
  name: z.string(),
  market: marketSchema,
  earlier: z.string().optional(),
  outlierShare: z.number().optional(),
  found: measuresSchema.extend({ batch: z.string() }).optional(),
  overrides: z.array(keptOverrideSchema).default([]),
  revision: z.int().default(0),
});
export const deriveInputSchema = z.object({
  discoveryId: z.string(),
  child: z.object({ childId: z.string(), name: z.string(), themeIds: z.array(z.string()), evidence: z.int() }),
  themesBatch: z.string(),
  seed: z.int(),
  model: z.string(),
  /** Copies that were part of the analysis whose themes these are. */
  copiesThrough: z.int().default(0),
});
export type DeriveInput = z.infer<typeof deriveInputSchema>;

export function prepareEffect(input: z.infer<typeof prepareInputSchema>): NewEffect {
  return { id: `prepare:${input.analysisId}`, type: "prepare", input };
}

export function embedEffect(input: EmbedInput, resumed: number): NewEffect {
  return { id: embedEffectId(input.analysisId, input.window, resumed), type: "embed", input };
}

/** All chunks of an analysis that has a model; those that have their vectors are done at once. */
export function embedEffects(analysis: AnalysisState): { window: number; effect: NewEffect }[] {
  const { id: analysisId, through, evidence: total, model, resumed } = analysis;
  if (model === undefined) return [];
  return windowsOf(total).map((window) => ({ window, effect: embedEffect({ analysisId, through, window, model, total }, resumed) }));
}

/** `resumed`: how often the analysis was resumed before. Effects that a failure cancelled never run again under their old ids. */
export function embedEffectId(analysisId: string, window: number, resumed: number): string {
  return `embed:${analysisId}:${window}${resumed === 0 ? "" : `:${resumed}`}`;
}

/** Ids that the effect of any chunk may have. */
export function allEmbedEffectIds({ id, evidence, resumed }: AnalysisState): string[] {
  const times = Array.from({ length: resumed + 1 }, (_, time) => time);
  return windowsOf(evidence).flatMap((window) => times.map((time) => embedEffectId(id, window, time)));
}

export function themesEffect(input: z.infer<typeof themesInputSchema>): NewEffect {
  return { id: `themes:${input.analysisId}${input.revision === 0 ? "" : `:r${input.revision}`}`, type: "themes", input };
}

/** The last effect of an analysis that has a model. `just`: what the analysis has found but nobody has been told of. */
export function themesEffectOf(
  state: NicheState,
  { id, through, copiesThrough, seed, model, outlierShare }: AnalysisState,
  just?: { foundBatchId?: string | undefined; finding: ThemeFinding },
): NewEffect[] {
  if (model === undefined) return [];
  const { name, market, overrides, revision } = state;
  const earlier = state.found?.batch ?? state.themesBatch;
  const batch = just ? just.foundBatchId : state.found?.analysisId === id ? state.found.batch : undefined;
  const finding = just?.finding ?? state.finding;
  const found = batch !== undefined && finding && { batch, ...measuresSchema.parse(finding) };
  const asked = outlierShare === undefined ? {} : { outlierShare };
  const input = { analysisId: id, through, copiesThrough, seed, ...asked, model, name, market, overrides, revision };
  return [themesEffect({ ...input, ...(earlier !== undefined && { earlier }), ...(found && { found }) })];
}

export function deriveEffect(input: DeriveInput): NewEffect {
  return { id: `derive:${input.discoveryId}:${input.child.childId}`, type: "derive", input };
}

/** Numbers of all chunks of an analysis. */
export function windowsOf(evidence: number): number[] {
  return Array.from({ length: Math.ceil(evidence / chunkSize) }, (_, window) => window);
}
