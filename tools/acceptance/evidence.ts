/** Texts as the importer gives them, and their vectors as a niche keeps them. */
import type { Evidence } from "../../contracts/services/niche-evidence.ts";
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

/** One row a text, on the grid that a niche rounds vectors to. */
export async function keptVectors(embedder: Pick<NodeEmbedder, "embed" | "dimensions">, texts: readonly string[]): Promise<VectorTable> {
  const table = vectorTable(await embedder.embed(texts), embedder.dimensions);
  for (let i = 0; i < table.count; i++) rowOf(table, i).set(onGrid(rowOf(table, i)));
  return table;
}
