/**
 * Whether a graph gives a text the same numbers whatever stands beside it in a batch. Graphs quantised dynamically do not: they take one
 * scale from the whole batch. Such a graph would give another vector to the same text on every request.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Engine } from "../backends/engine.ts";
import { OnnxEngine } from "../backends/onnx-engine.ts";
import { padRows } from "../core/token-batch.ts";

/** Largest difference of a number that counts as the same. */
export const neighbourTolerance = 1e-5;

/** Runs the graph on `rows` of token ids, each alone and all together. `invalid_input` when it cannot be run, or when they differ. */
export async function checkNeighbours(graph: Uint8Array, dimensions: number, rows: readonly Int32Array[]): Promise<Result<true>> {
  const folder = await mkdtemp(join(tmpdir(), "paissive-check-"));
  try {
    const graphPath = join(folder, "model.onnx");
    await writeFile(graphPath, graph);
    const engine = await OnnxEngine.alone({ name: "the model", graphPath, dimensions }, { lanes: 1, device: "cpu" });
    if (!engine.ok) return err("invalid_input", engine.error.detail);
    const checked = await compare(engine.value, rows);
    await engine.value.close();
    return checked;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(engine: Engine, rows: readonly Int32Array[]): Promise<Result<true>> {
  const size = engine.dimensions;
  const together = await engine.run(0, padRows(rows));
  if (!together.ok) return err("invalid_input", together.error.detail);
  const { vectors } = together.value;
  if (vectors.length !== rows.length * size) {
    return err("invalid_input", `The model gave ${vectors.length} numbers for ${rows.length} texts, ${size} each were expected.`);
  }
  if (!vectors.every(Number.isFinite)) return err("invalid_input", "The model gave numbers that are not finite.");
  let worst = 0;
  for (const [index, row] of rows.entries()) {
    const alone = await engine.run(0, padRows([row]));
    if (!alone.ok) return err("invalid_input", alone.error.detail);
    alone.value.vectors.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - (vectors[index * size + i] ?? 0)))));
  }
  if (worst <= neighbourTolerance) return ok(true);
  return err(
    "invalid_input",
    `The model gives a text other numbers beside other texts (by up to ${worst.toPrecision(2)}), as dynamically quantised graphs do. Use float32, or weights quantised in blocks.`,
  );
}
