/** Which input moves the result most: each one alone from its 10th to its 90th percentile, all others at their medians. */

export interface TornadoInput {
  name: string;
  p10: number;
  p50: number;
  p90: number;
}

export interface Swing {
  name: string;
  /** Result with the input at its 10th and at its 90th percentile. */
  atLow: number;
  atHigh: number;
  /** |atHigh − atLow|. */
  swing: number;
}

/** Howard 1988. `of` receives the inputs by name. Widest swing first, equal ones by name; one at a time, so what inputs do together is not seen. */
export function tornado(inputs: readonly TornadoInput[], of: (values: Readonly<Record<string, number>>) => number): Swing[] {
  const medians = Object.fromEntries(inputs.map(({ name, p50 }) => [name, p50]));
  return inputs
    .map(({ name, p10, p90 }): Swing => {
      const [atLow, atHigh] = [of({ ...medians, [name]: p10 }), of({ ...medians, [name]: p90 })];
      return { name, atLow, atHigh, swing: Math.abs(atHigh - atLow) };
    })
    .toSorted((a, b) => b.swing - a.swing || (a.name < b.name ? -1 : 1));
}
