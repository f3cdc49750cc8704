/** Demand as a sentence, with how it was counted in a note. */
import type { Demand } from "../../../../contracts/services/niche-demand.ts";
import type { Inline } from "./blocks.ts";
import { percent, score } from "./figures.ts";
import type { Notes } from "./notes.ts";

const words: Record<Demand["class"], string> = {
  rising: "rising",
  falling: "falling",
  "no-trend": "no trend that could be told from chance",
  "too-short": "fewer than eight whole months: no statement",
  "too-few": "too few dated texts: no statement",
};

interface Counted {
  key: string;
  /** What was counted. */
  of: string;
  /** Some of the texts. */
  evidenceIds: readonly string[];
  /** All of them. */
  texts: number;
}

export function demandParts(demand: Demand, notes: Notes, { key, of, evidenceIds, texts }: Counted): Inline[] {
  const { class: kind, n, unit, trend, velocity, from, counts, undated, outside } = demand;
  const year = trend && `${percent(trend.yearly.value)} a year (${percent(trend.yearly.low)} to ${percent(trend.yearly.high)})`;
  const quarter =
    velocity && velocity.ratio !== null
      ? `the latest quarter ${score(velocity.ratio)} times the year before (from ${score(velocity.low)} to ${velocity.high === null ? "no bound" : score(velocity.high)})`
      : undefined;
  const months = from === undefined ? "" : ` in ${counts.length} whole months from ${from}`;
  const methods = [trend && `${trend.method}, p ${trend.p.toPrecision(2)}`, velocity?.method].filter((part) => part !== undefined);
  const about = `${n} ${unit}${months}; ${undated} texts without a date, ${outside} outside of the months${methods.length > 0 ? `; ${methods.join("; ")}` : ""}; of the ${texts} texts of ${of}`;
  return [
    [`Demand: ${words[kind]}`, year, quarter, `${n} ${unit} counted`].filter((part) => part !== undefined).join("; "),
    notes.claim(`demand ${key}`, about, n === 0 ? [] : evidenceIds, n === 0 ? 0 : texts),
    ".",
  ];
}
