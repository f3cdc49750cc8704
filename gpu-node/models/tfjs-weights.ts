/** Reads the weights of a TensorFlow.js graph model whose tensors are quantised to one byte each. */
import * as z from "zod";
import { err, ok, type Result } from "../../contracts/result.ts";

/** `value = (byte - zeroPoint) * scale` where `min = -zeroPoint * scale`. */
export interface QuantisedTensor {
  name: string;
  shape: readonly number[];
  bytes: Uint8Array;
  min: number;
  scale: number;
}

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(["float32", "int32"]),
  quantization: z.object({ dtype: z.literal("uint8"), min: z.number(), scale: z.number() }).optional(),
});
const graphModelSchema = z.object({ weightsManifest: z.array(z.object({ weights: z.array(weightSchema) })) });

/** The one-byte tensors by name. `invalid_input` when the manifest is of another form or does not fit the weight file's length. */
export function readTfjsWeights(graphJson: string, weights: Uint8Array): Result<Map<string, QuantisedTensor>> {
  const model = graphModelSchema.safeParse(JSON.parse(graphJson));
  if (!model.success) return err("invalid_input", "The tfjs model has a weight manifest of an unknown form.");
  const tensors = new Map<string, QuantisedTensor>();
  let offset = 0;
  for (const { name, shape, quantization } of model.data.weightsManifest.flatMap((group) => group.weights)) {
    const elements = shape.reduce((product, size) => product * size, 1);
    const length = quantization ? elements : elements * 4;
    if (quantization) {
      tensors.set(name, {
        name,
        shape,
        bytes: weights.subarray(offset, offset + length),
        min: quantization.min,
        scale: quantization.scale,
      });
    }
    offset += length;
  }
  if (offset !== weights.length)
    return err("invalid_input", `The manifest describes ${offset} bytes, the weight file has ${weights.length}.`);
  return ok(tensors);
}

/** Every value as float32. */
export function dequantise({ bytes, min, scale }: QuantisedTensor): Float32Array {
  return Float32Array.from(bytes, (byte) => byte * scale + min);
}

/** The byte that stands for zero. `undefined` when the tensor's range does not hold an exact zero (LayerNorm gains do not). */
export function zeroPoint({ min, scale }: QuantisedTensor): number | undefined {
  const exact = -min / scale;
  const rounded = Math.round(exact);
  return Math.abs(exact - rounded) < 1e-3 && rounded >= 0 && rounded <= 255 ? rounded : undefined;
}
