/** A niche as a document: score, demand, market, themes, who says it, each claim with a note that leads to its evidence. */
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import type { MarketFigures } from "../../../../contracts/services/niche-market-figures.ts";
import type { Segments } from "../../../../contracts/services/niche-segments.ts";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";
import type { Block, ReportContent } from "./blocks.ts";
import { demandBlocks } from "./demand-content.ts";
import { findingBlock } from "./finding-content.ts";
import { marketBlocks } from "./market-content.ts";
import { Notes } from "./notes.ts";
import { opportunityBlocks } from "./opportunity-content.ts";
import { segmentBlocks } from "./segment-content.ts";
import { areaBlocks, outcomePairBlocks, themeBlocks, themesTable } from "./theme-content.ts";
import { plural } from "./figures.ts";

export interface ReportInput {
  niche: NicheDetail;
  /** The niche's themes with all their texts. */
  themes: readonly Theme[];
  segments: Segments;
  /** What the tables of its market say. */
  figures: MarketFigures;
}

/** Depends on what it is given alone: the same niche at the same version is the same document. */
export function reportContent({ niche, themes, segments, figures }: ReportInput): ReportContent {
  const notes = new Notes();
  const { opportunity, finding, demand } = niche;
  const state = `State of ${niche.updatedAt} (version ${niche.version})`;
  const unit = finding?.unit ?? "authors";
  const blocks: Block[] = [
    { kind: "heading", level: 1, text: niche.name },
    { kind: "paragraph", parts: [`${state}; ${plural(niche.evidenceCount, "text")}, ${plural(themes.length, "theme")}.`] },
    ...(opportunity ? opportunityBlocks(opportunity, notes, unit) : [{ kind: "paragraph" as const, parts: ["Not scored yet."] }]),
    ...(demand
      ? [{ kind: "heading" as const, level: 2 as const, text: "Demand" }, ...demandBlocks(demand, notes, { key: "niche", of: "the niche" })]
      : []),
    ...marketBlocks(niche, figures, notes),
    ...(themes.length > 0 ? themesTable(themes, notes, unit) : []),
    ...outcomePairBlocks(themes),
    ...(finding?.areas ? areaBlocks(finding.areas, themes) : []),
    ...themes.flatMap((theme) => themeBlocks(theme, notes, unit)),
    ...segmentBlocks(segments, notes),
    ...(finding ? findingBlock(finding) : []),
  ];
  return { title: niche.name, state, blocks, notes: notes.list() };
}
