/** What makes the exact form exact: no sum that is rounded, and the same bytes from kernels that have nothing in common. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { InferenceSession, Tensor, type TypedTensor } from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SentenceTokenizer } from "../core/sentence-tokenizer.ts";
import { padRows } from "../core/token-batch.ts";
import { reviews, value } from "../testing/prepared.ts";
import { ExactOperators } from "./exact-operators.ts";
import { graphNames, minilm } from "./minilm-graph.ts";
import { minilmRecipe } from "./minilm-recipe.ts";
import { prepare } from "./model-store.ts";
import { OnnxGraph } from "./onnx-graph.ts";

/** Each number by itself, or only moved, or the largest of some. */
const roundsEachNumber = ["Abs", "Add", "Cast", "Clip", "Div", "Max", "Min", "Mul", "Round", "Sqrt", "Sub"];
const moves = ["Gather", "GatherElements", "Reshape", "Shape", "Slice", "Transpose", "Unsqueeze", "ReduceMax"];
/** Their inputs are whole numbers, and bounded: see ExactOperators. */
const addsUp = ["MatMul", "ReduceSum", "ReduceSumSquare"];

describe("the exact form of all-MiniLM-L6-v2", () => {
  let bytes: Uint8Array;
  let rows: Int32Array[];
  const folder = mkdtempSync(join(tmpdir(), "paissive-exact-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    // Built here and now: a store of earlier runs would not show a change of the code.
    const { graphPath, tokenizerPath, maxTokens } = value(await prepare(folder, minilmRecipe({ form: "exact" })));
    bytes = new Uint8Array(readFileSync(graphPath));
    const tokenizer = new SentenceTokenizer(readFileSync(tokenizerPath, "utf8"), maxTokens);
    const sentences = reviews(120);
    const texts = [...sentences, sentences.join(" "), "x", "🎧 ¡muy bueno! 很好"];
    rows = texts.map((text) => Int32Array.from(tokenizer.encode(text).ids));
  }, 60_000);

  const feeds = <T>(batch: readonly Int32Array[], tensor: new (type: "int32", data: Int32Array, dims: number[]) => T) => {
    const { ids, lengths, width } = padRows(batch);
    const mask = new Int32Array(ids.length);
    lengths.forEach((length, row) => mask.fill(1, row * width, row * width + length));
    const dims = [lengths.length, width];
    return { [graphNames.ids]: new tensor("int32", ids, dims), [graphNames.mask]: new tensor("int32", mask, dims) };
  };

  it("has no operator that adds up anything but bounded whole numbers", () => {
    const graph = OnnxGraph.decode(bytes);
    const operators = new Set(graph.ok ? graph.value.operators : []);
    expect([...operators].toSorted()).toEqual([...roundsEachNumber, ...moves, ...addsUp].toSorted());
  });

  it(
    "gives the same bytes from WebAssembly, from a graph that nothing optimised, and beside other texts",
    { timeout: 180_000 },
    async () => {
      const options = { intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
      const served = await InferenceSession.create(bytes, options);
      const plain = await InferenceSession.create(bytes, { ...options, graphOptimizationLevel: "disabled" });
      web.env.wasm.numThreads = 1;
      const other = await web.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
      const apart: Uint8Array[] = [];
      for (const row of rows) {
        const vector = bytesOf((await served.run(feeds([row], Tensor)))[graphNames.output]);
        apart.push(vector);
        expect(bytesOf((await plain.run(feeds([row], Tensor)))[graphNames.output])).toEqual(vector);
        expect(bytesOf((await other.run(feeds([row], web.Tensor)))[graphNames.output])).toEqual(vector);
      }
      const together = bytesOf((await served.run(feeds(rows, Tensor)))[graphNames.output]);
      expect(together).toEqual(new Uint8Array(Buffer.concat(apart)));
      await Promise.all([served.release(), plain.release(), other.release()]);
    },
  );
});

function bytesOf(tensor: { data: unknown } | undefined): Uint8Array {
  if (!(tensor?.data instanceof Float32Array)) throw new Error("the graph gives float32");
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

describe("a product in whole numbers", () => {
  const inputs = 384;
  const outputs = 3;
  const byte = fc.integer({ min: 0, max: 255 });

  it("is what integers give, rounded where IEEE 754 rounds, also where every product has the same sign", { timeout: 60_000 }, async () => {
    const matrices = fc.record({
      bytes: fc.oneof(
        fc.uint8Array({ minLength: inputs * outputs, maxLength: inputs * outputs }),
        byte.map((all) => new Uint8Array(inputs * outputs).fill(all)),
      ),
      zero: byte,
      input: fc.oneof(
        fc.float32Array({ minLength: inputs, maxLength: inputs, min: -30, max: 30, noNaN: true }),
        fc.float({ min: -30, max: 30, noNaN: true }).map((all) => new Float32Array(inputs).fill(all)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(matrices, async ({ bytes, zero, input }) => {
        const scale = 0.003;
        const weights = { name: "w", shape: [inputs, outputs], bytes, min: -zero * scale, scale };
        const bias = { name: "b", shape: [outputs], bytes: Uint8Array.of(1, 2, 3), min: 0, scale: 1 };
        expect([...(await dense(input, { name: "dense", weights, bias }))]).toEqual(byHand(input, bytes, zero, scale));
      }),
      { numRuns: 60 },
    );
  });

  async function dense(input: Float32Array, layer: Parameters<ExactOperators["dense"]>[1]): Promise<Float32Array> {
    const graph = new OnnxGraph();
    graph.integers("axis.last", [-1]);
    const operators = new ExactOperators(graph, graph.input("mask", "float32", ["batch", "sequence"]), minilm);
    operators.dense(graph.input("input", "float32", [1, 1, inputs]), layer);
    graph.output(layer.name, "float32", [1, 1, outputs]);
    const session = await InferenceSession.create(graph.encode("product"), { intraOpNumThreads: 1, logSeverityLevel: 3 });
    const answer = await session.run({ mask: new Tensor("float32", [1], [1, 1]), input: new Tensor("float32", input, [1, 1, inputs]) });
    await session.release();
    return (answer[layer.name] as TypedTensor<"float32">).data;
  }

  /** The same with integers that JavaScript adds exactly. */
  function byHand(input: Float32Array, bytes: Uint8Array, zero: number, scale: number): number[] {
    const f = Math.fround;
    const column = (j: number) => Array.from({ length: inputs }, (_, i) => (bytes[i * outputs + j] ?? 0) - zero);
    const columns = Array.from({ length: outputs }, (_, j) => column(j));
    const most = Math.max(1, ...columns.map((numbers) => numbers.reduce((sum, x) => sum + Math.abs(x), 0)));
    const levels = Math.min(2_047, Math.floor((2 ** 24 - 1) / most));
    const largest = input.reduce((size, x) => Math.max(size, Math.abs(x)), f(1e-30));
    const perStep = f(levels / largest);
    const step = f(f(largest / levels) * f(scale));
    const whole = Array.from(input, (x) => halfToEven(f(x * perStep)));
    return columns.map((numbers, j) => {
      const sum = numbers.reduce((total, x, i) => total + x * (whole[i] ?? 0), 0);
      expect(Math.abs(sum)).toBeLessThan(2 ** 24);
      return f(f(sum * step) + (j + 1)) + 0;
    });
  }

  function halfToEven(x: number): number {
    const below = Math.floor(x);
    if (x - below !== 0.5) return Math.round(x);
    return below % 2 === 0 ? below : below + 1;
  }
});
