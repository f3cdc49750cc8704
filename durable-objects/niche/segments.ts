/** Who writes in a niche, held against its themes. Computed when it is asked for, from the rows of the latest analysis. */
import * as z from "zod";
import type { Segments } from "../../contracts/services/niche-segments.ts";
import type { WrittenText } from "../../workers/niche-analysis/domain/segments/people.ts";
import { segmentsOf } from "../../workers/niche-analysis/domain/segments/segments.ts";
import { blocksOf } from "../../workers/niche-analysis/domain/texts.ts";
import { furtherWriters } from "./occurrences.ts";
import { sampleIds } from "./sample.ts";
import type { NicheState } from "./state.ts";
import { readThemes } from "./theme-rows.ts";

const attributesSchema = z.record(z.string(), z.array(z.string()));

/** Without themes there are no segments. */
export function segmentsIn(sql: SqlStorage, { themesBatch, finding, analysis, evidenceCount, copyCount }: NicheState): Segments {
  const themes = themesBatch === undefined ? [] : readThemes(sql, themesBatch);
  const texts =
    themes.length === 0 ? [] : writtenTexts(sql, sampleIds(sql, analysis?.through ?? evidenceCount), analysis?.copiesThrough ?? copyCount);
  return segmentsOf(texts, themes, { areas: finding?.areas, unit: finding?.unit ?? "texts" });
}

function writtenTexts(sql: SqlStorage, ids: readonly string[], copiesThrough: number): WrittenText[] {
  const texts: WrittenText[] = [];
  for (const block of blocksOf(ids)) {
    const found = sql.exec<{ id: string; author: string | null; attributes: string | null }>(
      `SELECT evidence.id AS id, author, attributes.body AS attributes FROM evidence LEFT JOIN attributes ON attributes.evidence_id = evidence.id
       WHERE evidence.id IN (SELECT value FROM json_each(?)) ORDER BY evidence.id`,
      JSON.stringify(block),
    );
    const further = furtherWriters(sql, block, copiesThrough);
    for (const { id, author, attributes } of found) {
      const others = further.get(id);
      const told = attributes === null ? undefined : attributesSchema.parse(JSON.parse(attributes));
      texts.push({ id, ...(author !== null && { author }), ...(others && { others }), ...(told && { attributes: told }) });
    }
  }
  return texts;
}
