/** At which weight of a criterion another alternative would come first. */

export interface WeightFlip {
  /** Its share of all weights now. */
  weight: number;
  /** The share at which the first place changes, and who takes it; absent when no share from 0 to 1 does it. */
  flip?: { at: number; by: number };
}

/**
 * For a weighted sum the answer is closed (Triantaphyllou & Sanchez 1997, theorem 1, written in shares): with the others keeping their proportions
 * among themselves, alternative j reaches the first one where t·d + (1 − t)·D = 0, d being the lead of the first on the criterion and D its lead
 * on the others. `values[i][k]` is alternative i on criterion k; `first` is the index of the one with the highest sum; the nearest flip is given.
 */
export function weightFlips(values: readonly (readonly number[])[], weights: readonly number[], first: number): WeightFlip[] {
  return weights.map((weight, criterion) => {
    const rest = 1 - weight;
    const others = (row: readonly number[]) => {
      const even = 1 / Math.max(1, weights.length - 1);
      return row.reduce((sum, value, k) => (k === criterion ? sum : sum + value * (rest > 1e-12 ? (weights[k] ?? 0) / rest : even)), 0);
    };
    const on = (i: number) => values[i]?.[criterion] ?? 0;
    let nearest: WeightFlip["flip"];
    values.forEach((row, j) => {
      if (j === first) return;
      const lead = on(first) - on(j);
      const otherLead = others(values[first] ?? []) - others(row);
      // Leads of one sign: the crossing lies outside 0 to 1. A lead of nothing: at most they come to be equal.
      if (lead * otherLead >= -1e-15) return;
      const at = otherLead / (otherLead - lead);
      if (nearest === undefined || Math.abs(at - weight) < Math.abs(nearest.at - weight)) nearest = { at, by: j };
    });
    return { weight, ...(nearest && { flip: nearest }) };
  });
}
