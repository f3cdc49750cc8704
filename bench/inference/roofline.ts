/** What the hardware could do: texts sorted by length over all of them, in batches of at most 512 padded tokens, one after the other. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as z from "zod";
import { inRoot } from "../../tools/system/paths.ts";

/** Padded tokens of a batch: measured best on CPU cores. */
const paddedTokens = 512;

export interface RooflineBatch {
  rows: number[][];
  width: number;
}

const roundSchema = z.object({ cpuSeconds: z.number(), seconds: z.number() });
export type RooflineRound = z.infer<typeof roundSchema>;

export class Roofline {
  readonly #processes: readonly ChildProcess[];

  private constructor(processes: readonly ChildProcess[]) {
    this.#processes = processes;
  }

  /** `copies` loops at once, each a process with one thread: as many as the node that is compared has lanes. */
  static async start(graphPath: string, copies: number): Promise<Roofline> {
    const processes = Array.from({ length: copies }, () => fork(inRoot("bench/inference/roofline-process.ts"), [graphPath]));
    await Promise.all(processes.map((process) => once(process, "message")));
    return new Roofline(processes);
  }

  /** Tokens a CPU-second when every copy computes all the batches. */
  async round(batches: readonly RooflineBatch[]): Promise<number> {
    const rounds = await Promise.all(
      this.#processes.map(async (process) => {
        const answered = once(process, "message");
        process.send(batches);
        return roundSchema.parse((await answered)[0]);
      }),
    );
    return (tokensOf(batches) * this.#processes.length) / rounds.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  }

  stop(): void {
    for (const process of this.#processes) process.kill();
  }
}

/** Shortest first; a batch grows while rows × longest stays within the budget. */
export function sortedBatches(rows: readonly number[][]): RooflineBatch[] {
  const batches: RooflineBatch[] = [];
  for (const row of rows.toSorted((a, b) => a.length - b.length)) {
    const last = batches.at(-1);
    if (last && (last.rows.length + 1) * row.length <= paddedTokens) {
      last.rows.push(row);
      last.width = row.length;
    } else batches.push({ rows: [row], width: row.length });
  }
  return batches;
}

/** About `count` of the batches, evenly from the shortest to the longest texts: what all of them would show, in less time. */
export function sampleOf(batches: readonly RooflineBatch[], count: number): RooflineBatch[] {
  const step = Math.max(1, Math.floor(batches.length / count));
  return batches.filter((_, index) => index % step === Math.floor(step / 2));
}

function tokensOf(batches: readonly RooflineBatch[]): number {
  return batches.reduce((sum, { rows }) => sum + rows.reduce((tokens, row) => tokens + row.length, 0), 0);
}
