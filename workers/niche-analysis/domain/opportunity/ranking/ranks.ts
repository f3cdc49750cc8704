/** Who comes first, and how sure that is: counted over draws of everybody's score. */

export interface RankProbabilities {
  /** `ranks[i][r]`: share of the draws in which alternative i had rank r + 1; equal scores share their ranks evenly. */
  ranks: number[][];
  /** `above[i][j]`: P(i scores higher than j), equal scores counting half; 0.5 of itself. */
  above: number[][];
}

/**
 * `draws[s][i]` is the score of alternative i in draw s. NaN is no score: the alternative could have any rank in that draw, so it takes an even
 * share of all and wins half of its comparisons. Missing data widens and never scores.
 */
export function rankProbabilities(draws: readonly (readonly number[])[]): RankProbabilities {
  const count = draws[0]?.length ?? 0;
  const square = () => Array.from({ length: count }, () => Array.from({ length: count }, () => 0));
  const [ranks, above] = [square(), square()];
  for (const scores of draws) {
    scores.forEach((score, i) => {
      let better = 0;
      let unsettled = 0;
      scores.forEach((other, j) => {
        if (i === j) return;
        const wins = score > other ? 1 : score < other ? 0 : 0.5;
        if (wins === 0) better++;
        if (wins === 0.5) unsettled++;
        add(above, i, j, wins);
      });
      for (let rank = better; rank <= better + unsettled; rank++) add(ranks, i, rank, 1 / (unsettled + 1));
    });
  }
  const shares = (table: readonly (readonly number[])[]) => table.map((row) => row.map((sum) => sum / draws.length));
  return { ranks: shares(ranks), above: shares(above).map((row, i) => row.map((share, j) => (i === j ? 0.5 : share))) };
}

function add(table: number[][], i: number, j: number, amount: number): void {
  const row = table[i];
  if (row) row[j] = (row[j] ?? 0) + amount;
}
