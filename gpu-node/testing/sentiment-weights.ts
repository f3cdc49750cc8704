/** The numbers in the sentiment head's file, for tests that compute by hand what its graph computes. */
import { readFileSync } from "node:fs";
import onnxProto from "onnx-proto";
import { sentiment } from "../models/minilm-recipe.ts";

const { graph } = onnxProto.onnx.ModelProto.decode(readFileSync(sentiment.path));

function numbersOf(name: string): Float32Array {
  const raw = graph?.initializer?.find((constant) => constant.name === name)?.rawData ?? new Uint8Array();
  return new Float32Array(Uint8Array.from(raw).buffer);
}

export const weights = numbersOf("weights");
export const intercept = numbersOf("intercept")[0] ?? NaN;
export const labels = ["negative", "positive"] as const;
