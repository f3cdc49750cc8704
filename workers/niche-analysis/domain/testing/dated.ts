/** Texts with dates, for tests. */
import type { Dated } from "../demand/months.ts";

/** `counts[i]` texts in the i-th month from January 2020 on, each by an author of its own. */
export function datedTexts(counts: readonly number[]): Dated[] {
  return counts.flatMap((count, month) =>
    Array.from({ length: count }, (_, i) => ({
      date: new Date(Date.UTC(2020, month, 1 + (i % 28), i % 24)).toISOString(),
      author: `${month}-${i}`,
    })),
  );
}
