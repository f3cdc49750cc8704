/** What a part of the proof comes to: how much was tried, and what went wrong. */

export interface Finding {
  /** `GET /api/v1/niches/{id} as viewer`. */
  where: string;
  /** One sentence: what should have been, and what was. */
  what: string;
}

export interface Outcome {
  part: string;
  /** What a finding is here: `leaks`. */
  counts: string;
  /** Requests whose answers were judged. */
  probes: number;
  findings: Finding[];
  /** What is kept of it besides: figures, a table. */
  details?: unknown;
}

/** What was measured, and the bars between which it has to lie. */
export interface Figure {
  what: string;
  value: number;
  bar: readonly [low: number, high: number];
  /** `%`: all three are parts of a hundred. */
  unit?: "%";
}

/** An outcome, and how long it took. */
export type Timed = Outcome & { seconds: number };

/** `leaks 0 of 812 probes`. */
export function summary({ counts, findings, probes }: Outcome): string {
  return `${counts} ${findings.length} of ${probes.toLocaleString("en-US")} probes`;
}

/** Does `work` on all items, so many at a time, in their order. */
export async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>, lanes = 8): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
