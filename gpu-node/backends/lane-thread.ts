/** One lane: ONNX Runtime sessions in a thread of their own, because `session.run` blocks the thread that calls it. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { err, ok, type Result } from "../../contracts/result.ts";
import { takePriority } from "../threads/priority.ts";
import { fileDigest } from "../models/download/file-digest.ts";
import { serveThread } from "../threads/thread-work.ts";
import type { TokenBatch } from "./engine.ts";
import type { GraphFile, LaneAnswer, LaneQuestion, LaneSettings } from "./lane-work.ts";

/**
 * As many threads a session as are set, one unless, no spinning while idle, no memory pattern (every batch has another shape). The last option folds any
 * quantised constant at load.
 */
function sessionOptions({ device, threads }: Pick<LaneSettings, "device" | "threads">): InferenceSession.SessionOptions {
  return {
    executionProviders: device === "cuda" ? ["cuda", "cpu"] : ["cpu"],
    intraOpNumThreads: threads,
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

await serveThread<LaneSettings, LaneQuestion, LaneAnswer>(async ({ graphs, priority, ...machine }) => {
  takePriority(priority);
  const sessions = new Map<string, InferenceSession>();
  const refused = new Set<string>();
  const load = async (model: string, { path }: GraphFile) => {
    refused.delete(model);
    if (!sessions.has(model)) sessions.set(model, await InferenceSession.create(path, sessionOptions(machine)));
  };
  const unload = async (model: string) => {
    const session = sessions.get(model);
    sessions.delete(model);
    await session?.release();
  };
  // Whoever asks for a load has looked at the file; a lane that starts again does so itself.
  for (const [model, graph] of Object.entries(graphs)) {
    if (graph.digest === undefined || (await fileDigest(graph.path)) === graph.digest) await load(model, graph);
    else refused.add(model);
  }
  return {
    async answer(question) {
      if (question.kind === "load") await load(question.model, question.graph);
      if (question.kind === "unload") await unload(question.model);
      if (question.kind !== "run") return ok(undefined);
      const session = sessions.get(question.model);
      if (session) return run(session, question.batch);
      if (refused.has(question.model))
        return err("unavailable", `The graph of ${question.model} is not the one that was prepared: refused.`);
      return err("internal", `This lane has not loaded ${question.model}.`);
    },
    transfers: (answer) => (answer ? [answer.vectors.buffer] : []),
    close: async () => {
      for (const model of sessions.keys()) await unload(model);
    },
  };
});
