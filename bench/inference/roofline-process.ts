/** The roofline, a process of its own: ONNX Runtime and nothing else, over texts that somebody else has sorted and cut into batches. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { RooflineBatch, RooflineRound } from "./roofline.ts";

const [graphPath = ""] = process.argv.slice(2);
// The options of a lane (gpu-node/backends/lane-thread.ts).
const session = await InferenceSession.create(graphPath, {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  enableMemPattern: false,
  logSeverityLevel: 3,
  extra: { session: { intra_op: { allow_spinning: "0" }, disable_quant_qdq: "1" } },
});

process.on("message", (batches: RooflineBatch[]) => {
  void round(batches).then((figures) => process.send?.(figures));
});
process.send?.("ready");

async function round(batches: readonly RooflineBatch[]): Promise<RooflineRound> {
  const feeds = batches.map(({ rows, width }) => {
    const ids = new Int32Array(rows.length * width);
    const mask = new Int32Array(rows.length * width);
    rows.forEach((row, i) => {
      ids.set(row, i * width);
      mask.fill(1, i * width, i * width + row.length);
    });
    const shape = [rows.length, width];
    return { input_ids: new Tensor("int32", ids, shape), attention_mask: new Tensor("int32", mask, shape) };
  });
  const before = process.cpuUsage();
  const begun = performance.now();
  for (const feed of feeds) await session.run(feed);
  const { user, system } = process.cpuUsage(before);
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - begun) / 1e3 };
}
