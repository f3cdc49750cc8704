/** Themes as an analysis found them, by the ids of their texts: what is stored, and what changes of people apply to. */
import * as z from "zod";
import type { Alike } from "../../../../contracts/services/niche-themes.ts";
import type { Copy } from "../duplicates/near-duplicates.ts";
import { sha256 } from "../import/sha256.ts";
import type { TextFacts } from "../texts.ts";
import { namedPairs } from "./alike.ts";
import { findDistinctThemes } from "./distinct-themes.ts";
import type { FindThemesOptions } from "./find-themes.ts";
import { continuedThemes, type KnownTheme } from "./identity.ts";
import type { VectorSource } from "./vectors.ts";

export const foundGroupSchema = z.object({
  id: z.string(),
  /** Sorted. */
  evidenceIds: z.array(z.string()),
  /** Cosine of each text with the centre of the group. */
  fits: z.array(z.number()),
  /** Mean largest Jaccard similarity under resampling. */
  stability: z.number().optional(),
  /** Of 95 % of the resamples; not known of what was found before it was noted. */
  stabilityLimits: z.object({ low: z.number(), high: z.number() }).optional(),
});
export type FoundGroup = z.infer<typeof foundGroupSchema>;

export interface FoundGroups {
  groups: FoundGroup[];
  silhouette: number;
  /** Texts that the silhouette is the mean of, and resamples behind `stability`; not known of what was found before they were noted. */
  silhouetteTexts?: number | undefined;
  resamples?: number | undefined;
  method: string;
  /** Texts that may say the same. */
  alike?: Alike | undefined;
}

/** Finds the themes of these texts. One that continues one of `earlier` has its id, a new one an id made of those of its texts. */
export async function findKnownThemes(
  texts: readonly Pick<TextFacts, "id">[],
  vectors: VectorSource,
  copies: readonly Copy[],
  {
    earlier = [],
    seed,
    outlierShare,
    pause,
  }: { earlier?: readonly KnownTheme[] } & Pick<FindThemesOptions, "seed" | "outlierShare" | "pause">,
): Promise<FoundGroups> {
  const before = new Map(earlier.flatMap(({ evidenceIds }, theme) => evidenceIds.map((id) => [id, theme] as const)));
  const options = { seed, before, outlierShare, ...(pause && { pause }) };
  const { groups, alike, ...figures } = await findDistinctThemes(texts, vectors, copies, options);
  const members = groups.map(({ rows }) => rows.map((row) => texts[row]?.id ?? ""));
  const continued = continuedThemes(members, earlier);
  return {
    groups: groups.map(({ fits, stability, stabilityLimits }, g) => {
      const evidenceIds = members[g] ?? [];
      const id = continued[g] ?? `thm_${sha256(evidenceIds.join("\n")).slice(0, 16)}`;
      return { id, evidenceIds, fits, ...(stability !== undefined && { stability }), ...(stabilityLimits && { stabilityLimits }) };
    }),
    silhouette: figures.silhouette,
    silhouetteTexts: figures.silhouetteTexts,
    resamples: figures.resamples,
    method: figures.method,
    ...(alike && { alike: namedPairs(alike, (row) => texts[row]?.id ?? "") }),
  };
}
