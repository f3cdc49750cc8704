/** The first batches of a node, run before anybody waits: they fill the engine's memory and give the first measured speed. */
import type { Result } from "../../contracts/result.ts";
import type { JobAnswer } from "./job.ts";
import type { Scheduler } from "./scheduler.ts";

const rowsPerLane = 16;
const tokensPerRow = 32;
/** [CLS], words, [SEP] of BERT's vocabulary: any ids do, the speed does not depend on them. */
const row = [101, ...Array.from({ length: tokensPerRow - 2 }, (_, i) => 2_000 + i), 102];

/** One full batch for every lane. The fault of the engine when it cannot compute. */
export function warmUp(scheduler: Scheduler, lanes: number): Promise<Result<JobAnswer>> {
  const rows = Array.from({ length: rowsPerLane * lanes }, () => row);
  return scheduler.submit({
    ids: Int32Array.from(rows.flat()),
    lengths: Int32Array.from(rows, ({ length }) => length),
    isolated: false,
    deadline: undefined,
    signal: new AbortController().signal,
  });
}
