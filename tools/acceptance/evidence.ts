/** Texts as the importer gives them, and their vectors as a niche keeps them. */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Evidence } from "../../contracts/services/niche-evidence.ts";
import type { Theme } from "../../contracts/services/niche-themes.ts";
import { evidenceId, readEvidence } from "../../workers/niche-analysis/domain/import/evidence-reader.ts";
import { isText } from "../../workers/niche-analysis/domain/import/occurrence.ts";
import { onGrid } from "../../workers/niche-analysis/domain/themes/grid.ts";
import { rowOf, vectorTable, type VectorTable } from "../../workers/niche-analysis/domain/themes/vectors.ts";
import type { NodeEmbedder } from "./embeddings.ts";

/** One row a text, without author or date; equal ones once. */
export function evidenceOf(texts: readonly string[]): Evidence[] {
  const rows = texts.map((text, i): Evidence => ({ id: evidenceId(text), text, source: "corpus", row: i + 1, provenance: "corpus" }));
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** All texts of a file, each once, as an import keeps them. Throws when the file cannot be read. */
export async function importedEvidence(body: AsyncIterable<Uint8Array>, fileName: string): Promise<Evidence[]> {
  const reading = readEvidence(body, { fileName, authorSalt: "acceptance" });
  const rows: Evidence[] = [];
  for (;;) {
    const step = await reading.next();
    if (!step.done) rows.push(...step.value.filter(isText));
    else if (step.value.ok) return rows;
    else throw new Error(step.value.error.detail);
  }
}

/** One row a text, on the grid that a niche rounds vectors to; `off`: every number first differs by up to this share, as another processor may have it. */
export async function keptVectors(
  embedder: Pick<NodeEmbedder, "embed" | "dimensions">,
  texts: readonly string[],
  { off = 0, seed = 1 }: { off?: number; seed?: number } = {},
): Promise<VectorTable> {
  const random = xoroshiro128plus(seed);
  const table = vectorTable(await embedder.embed(texts), embedder.dimensions);
  for (let i = 0; i < table.count; i++) {
    const row = rowOf(table, i);
    row.set(onGrid(off === 0 ? row : row.map((value) => value * (1 + off * (2 * uniformFloat64(random) - 1)))));
  }
  return table;
}

/** Share of the texts of `first` whose theme `second` does not have with just these texts. */
export function movedShare(first: readonly Pick<Theme, "evidenceIds">[], second: readonly Pick<Theme, "evidenceIds">[]): number {
  const keyOf = ({ evidenceIds }: Pick<Theme, "evidenceIds">) => evidenceIds.toSorted().join();
  const same = new Set(second.map(keyOf));
  const sizeOf = (themes: readonly Pick<Theme, "evidenceIds">[]) => themes.reduce((sum, { evidenceIds }) => sum + evidenceIds.length, 0);
  return sizeOf(first.filter((theme) => !same.has(keyOf(theme)))) / Math.max(1, sizeOf(first));
}
