/** The two forms in which a weight matrix enters the graph: block-wise 8-bit for serving, float32 as the reference. */
import { dequantise, zeroPoint, type QuantisedTensor } from "./tfjs-weights.ts";
import type { OnnxGraph } from "./onnx-graph.ts";

/**
 * `w8`: `com.microsoft.MatMulNBits` with 8-bit blocks of 64. Activations are quantised per block of one row, so a row's result does
 * not depend on the other rows of the batch. `fp32`: every weight as float32.
 */
export const modelForms = ["w8", "fp32"] as const;
export type ModelForm = (typeof modelForms)[number];
/** What is served unless the operator chooses another (docs/adr/0018-forms-of-weights.md). */
export const servedForm: ModelForm = "w8";

const blockSize = 64;
/** ONNX Runtime's `accuracy_level`: 4 lets the kernel round activations to 8 bits, 1 keeps them float32. */
const accuracyLevels = { rounded: 4, exact: 1 } as const;
export type Activations = keyof typeof accuracyLevels;

/**
 * Adds `input [.., K] · weights [K, N] + bias [N]`. Returns the output's name.
 * Throws when an 8-bit matrix has no exact zero or its rows do not divide into blocks: the digests fix the source, so neither can happen.
 */
export function denseLayer(
  graph: OnnxGraph,
  { form, activations }: { form: ModelForm; activations: Activations },
  { name, input, weights, bias }: { name: string; input: string; weights: QuantisedTensor; bias: QuantisedTensor },
): string {
  const [inputs = 0, outputs = 0] = weights.shape;
  const biasName = graph.constant(`${name}.bias`, dequantise(bias), [outputs]);
  if (form === "fp32") {
    const matrix = graph.constant(`${name}.weight`, dequantise(weights), [inputs, outputs]);
    return graph.node("Add", [graph.node("MatMul", [input, matrix], `${name}.product`), biasName], name);
  }
  const zero = zeroPoint(weights);
  if (zero === undefined || inputs % blockSize !== 0) throw new RangeError(`${weights.name} does not fit 8-bit blocks of ${blockSize}`);
  const blocks = inputs / blockSize;
  const matrix = graph.constant(`${name}.weight`, transpose(weights.bytes, inputs, outputs), [outputs, blocks, blockSize]);
  // The source has one scale and one zero point a matrix: every block repeats them, so nothing is rounded a second time.
  const scales = graph.constant(`${name}.scales`, new Float32Array(outputs * blocks).fill(weights.scale), [outputs * blocks]);
  const zeros = graph.constant(`${name}.zeros`, new Uint8Array(outputs * blocks).fill(zero), [outputs * blocks]);
  const attributes = { K: inputs, N: outputs, bits: 8, block_size: blockSize, accuracy_level: accuracyLevels[activations] };
  return graph.node("MatMulNBits", [input, matrix, scales, zeros, "", biasName], name, attributes, "com.microsoft");
}

function transpose(matrix: Uint8Array, rows: number, columns: number): Uint8Array {
  const transposed = new Uint8Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) transposed[column * rows + row] = matrix[row * columns + column] ?? 0;
  }
  return transposed;
}
