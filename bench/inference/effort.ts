/** How long to measure. Ratios stand after a round; their ranges want several. */
export interface Effort {
  rounds: number;
  /** Of each load in each round. */
  seconds: number;
  /** Batches that the roofline computes in a round, on each thread. */
  rooflineBatches: number;
  /** Of the node, and threads of the roofline. */
  lanes: number;
}
