/** The parts of an encoder, as the forms of a model compute them. Each adds operators to a graph and returns the name of what they give. */
import type { QuantisedTensor } from "./tfjs-weights.ts";

/** `input [.., K] · weights [K, N] + bias [N]`. */
export interface Dense {
  /** What its operators are called in the graph. */
  name: string;
  weights: QuantisedTensor;
  bias: QuantisedTensor;
}

/** Layer normalisation (Ba, Kiros and Hinton 2016) over the last axis. */
export interface Norm {
  name: string;
  gain: Float32Array;
  shift: Float32Array;
}

export interface Heads {
  name: string;
  query: Dense;
  key: Dense;
  value: Dense;
}

/** States of tokens are float32 `[batch, sequence, dimensions]`. Padding takes no part in any of them. */
export interface EncoderOperators {
  layerNorm(input: string, norm: Norm): string;
  /** Scaled dot-product attention of all heads (Vaswani et al. 2017), their contexts side by side. */
  attention(input: string, heads: Heads): string;
  dense(input: string, layer: Dense): string;
  /** `dense`, then the Gaussian error linear unit (Hendrycks and Gimpel 2016), called `output`. */
  denseGelu(input: string, layer: Dense, output: string): string;
  /** The mean of a text's tokens at unit length, `[batch, dimensions]`, called `output`. */
  pool(hidden: string, output: string): void;
}

/** Sizes that every part has to know. */
export interface EncoderSizes {
  heads: number;
  headSize: number;
  dimensions: number;
  /** Longest sequence. */
  maxTokens: number;
  /** Added to the variance before its root. */
  epsilon: number;
}
