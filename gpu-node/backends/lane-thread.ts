/** One lane: ONNX Runtime sessions in a thread of their own, because `session.run` blocks the thread that calls it. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { err, ok, type Result } from "../../contracts/result.ts";
import { takePriority } from "../threads/priority.ts";
import { serveThread } from "../threads/thread-work.ts";
import type { Device } from "./device.ts";
import type { TokenBatch } from "./engine.ts";
import type { LaneAnswer, LaneQuestion, LaneSettings } from "./lane-work.ts";

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

/** Every prepared graph takes token ids and mask, in this order, and gives one output. */
async function run(session: InferenceSession, { ids, lengths, width }: TokenBatch): Promise<Result<LaneAnswer>> {
  const started = performance.now();
  const shape = [lengths.length, width];
  const mask = new Int32Array(ids.length);
  lengths.forEach((length, row) => mask.fill(1, row * width, row * width + length));
  const outputs = await session.run({
    [session.inputNames[0] ?? ""]: new Tensor("int32", ids, shape),
    [session.inputNames[1] ?? ""]: new Tensor("int32", mask, shape),
  });
  const data = outputs[session.outputNames[0] ?? ""]?.data;
  if (!(data instanceof Float32Array)) return err("internal", "The model gave no float32 numbers.");
  // A copy of exactly these numbers: the runtime's own buffer stays with the runtime.
  return ok({ vectors: Float32Array.from(data), milliseconds: performance.now() - started });
}

await serveThread<LaneSettings, LaneQuestion, LaneAnswer>(async ({ device, graphs, priority }) => {
  takePriority(priority);
  const sessions = new Map<string, InferenceSession>();
  const load = async (model: string, graphPath: string) => {
    if (!sessions.has(model)) sessions.set(model, await InferenceSession.create(graphPath, sessionOptions(device)));
  };
  const unload = async (model: string) => {
    const session = sessions.get(model);
    sessions.delete(model);
    await session?.release();
  };
  for (const [model, graphPath] of Object.entries(graphs)) await load(model, graphPath);
  return {
    async answer(question) {
      if (question.kind === "load") await load(question.model, question.graphPath);
      if (question.kind === "unload") await unload(question.model);
      if (question.kind !== "run") return ok(undefined);
      const session = sessions.get(question.model);
      return session ? run(session, question.batch) : err("internal", `This lane has not loaded ${question.model}.`);
    },
    transfers: (answer) => (answer ? [answer.vectors.buffer] : []),
    close: async () => {
      for (const model of sessions.keys()) await unload(model);
    },
  };
});
