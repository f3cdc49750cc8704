/** Chance that a text that complains scores above one that does not; ties count half (Mann & Whitney 1947). */
export function areaUnderCurve(scored: readonly { score: number; complains: boolean }[]): number {
  const groups = [...Map.groupBy(scored, ({ score }) => score)].toSorted(([a], [b]) => a - b);
  let [wins, below] = [0, 0];
  for (const [, tied] of groups) {
    const complaints = tied.filter(({ complains }) => complains).length;
    wins += complaints * (below + (tied.length - complaints) / 2);
    below += tied.length - complaints;
  }
  return wins / (below * (scored.length - below));
}
