/** One thing that chaos changed, and the line that counts them. */
export const differenceKinds = ["lost", "duplicated", "out-of-order", "unfinished"] as const;

export interface Difference {
  /** `lost` also for a value that came out differently: the right one is not there. */
  kind: (typeof differenceKinds)[number];
  /** What it is about, in names that both runs share where there are any: `events niche/nch#1`. */
  where: string;
  expected?: unknown;
  actual?: unknown;
}

/** `kills 12 lost 0 duplicated 0 out-of-order 0 unfinished 0` */
export function verdict(kills: number, differences: readonly Difference[]): string {
  const counts = differenceKinds.map((kind) => `${kind} ${differences.filter((one) => one.kind === kind).length}`);
  return [`kills ${kills}`, ...counts].join(" ");
}
