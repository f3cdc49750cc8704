/** One lane of the engine: an ONNX Runtime session in a thread of its own, because `session.run` blocks the thread that calls it. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { err, ok } from "../../contracts/result.ts";
import { graphNames } from "../models/minilm-graph.ts";
import { serveThread } from "../threads/thread-work.ts";
import type { Device } from "./device.ts";
import type { BatchVectors, TokenBatch } from "./engine.ts";

export interface LaneSettings {
  graphPath: string;
  device: Device;
}

/**
 * One thread a session, no spinning while idle, no memory pattern (every batch has another shape). The last option folds any
 * quantised constant at load.
 */
function sessionOptions(device: Device): InferenceSession.SessionOptions {
  return {
    executionProviders: device === "cuda" ? ["cuda", "cpu"] : ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: "0" }, disable_quant_qdq: "1" } },
  };
}

await serveThread<LaneSettings, TokenBatch, BatchVectors>(async ({ graphPath, device }) => {
  const session = await InferenceSession.create(graphPath, sessionOptions(device));
  return {
    async answer({ ids, lengths, width }) {
      const started = performance.now();
      const shape = [lengths.length, width];
      const mask = new Int32Array(ids.length);
      lengths.forEach((length, row) => mask.fill(1, row * width, row * width + length));
      const outputs = await session.run({
        [graphNames.ids]: new Tensor("int32", ids, shape),
        [graphNames.mask]: new Tensor("int32", mask, shape),
      });
      const data = outputs[session.outputNames[0] ?? ""]?.data;
      if (!(data instanceof Float32Array)) return err("internal", "The model gave no float32 numbers.");
      // A copy of exactly these numbers: the runtime's own buffer stays with the runtime.
      return ok({ vectors: Float32Array.from(data), milliseconds: performance.now() - started });
    },
    transfers: ({ vectors }) => [vectors.buffer],
    close: () => session.release(),
  };
});
