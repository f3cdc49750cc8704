/** The first batches of a model, run before anybody waits: they fill the engine's memory and give the first measured speed. */
import type { Result } from "../../contracts/result.ts";
import type { JobAnswer } from "./job.ts";
import type { Scheduler } from "./scheduler.ts";

const rowsPerLane = 16;
const tokensPerRow = 32;
/** The speed does not depend on which tokens they are, and every vocabulary has a first one. */
const row = Array.from({ length: tokensPerRow }, () => 0);

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
