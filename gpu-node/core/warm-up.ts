/** The first batches of a model, run before anybody waits: they fill the engine's memory and give the first measured speed. */
import type { Result } from "../../contracts/result.ts";
import type { JobAnswer } from "./job.ts";
import type { Scheduler } from "./scheduler.ts";

/** Rows for each lane and tokens of a row: first what fills the memory, then sizes far apart, which tell a batch's fixed cost from its tokens'. */
const probes = [
  { rows: 16, tokens: 32 },
  { rows: 1, tokens: 8 },
  { rows: 4, tokens: 32 },
  { rows: 1, tokens: 8 },
] as const;

/** A few batches for every lane, one size after the other. The fault of the engine when it cannot compute. */
export async function warmUp(scheduler: Scheduler, lanes: number): Promise<Result<JobAnswer>> {
  for (const probe of probes.slice(0, -1)) {
    const answer = await run(scheduler, lanes, probe);
    if (!answer.ok) return answer;
  }
  return run(scheduler, lanes, probes[probes.length - 1] ?? probes[0]);
}

function run(scheduler: Scheduler, lanes: number, { rows, tokens }: (typeof probes)[number]): Promise<Result<JobAnswer>> {
  const texts = rows * lanes;
  return scheduler.submit({
    // The speed does not depend on which tokens they are, and every vocabulary has a first one.
    ids: new Int32Array(texts * tokens),
    lengths: new Int32Array(texts).fill(tokens),
    isolated: false,
    deadline: undefined,
    signal: new AbortController().signal,
  });
}
