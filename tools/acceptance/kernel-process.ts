/**
 * Vectors by one build of ONNX Runtime, a process of its own, which may run on an emulated processor: `kernel-process <package> <graph> <token ids as JSON> <file to write>`.
 * One text a batch.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { InferenceSession, Tensor } from "onnxruntime-common";

interface Runtime {
  InferenceSession: { create(graph: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  Tensor: new (type: "int32", data: Int32Array, dims: readonly number[]) => Tensor;
  env: { wasm: { numThreads?: number } };
}

const [name = "", graph = "", texts = "", output = ""] = process.argv.slice(2);
const runtime = (await import(name)) as Runtime;
runtime.env.wasm.numThreads = 1;
const session = await runtime.InferenceSession.create(new Uint8Array(readFileSync(graph)), { intraOpNumThreads: 1, logSeverityLevel: 3 });
const vectors: Uint8Array[] = [];
for (const ids of JSON.parse(readFileSync(texts, "utf8")) as number[][]) {
  const feed = (numbers: Int32Array) => new runtime.Tensor("int32", numbers, [1, ids.length]);
  const [idsName = "", maskName = ""] = session.inputNames;
  const answer = await session.run({ [idsName]: feed(Int32Array.from(ids)), [maskName]: feed(new Int32Array(ids.length).fill(1)) });
  const data = answer[session.outputNames[0] ?? ""]?.data as Float32Array;
  vectors.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
writeFileSync(output, Buffer.concat(vectors));
