/** A level of a compared niche: what somebody set, else what was read, with what stands behind it. */
import type { NicheProfile } from "../../../../contracts/services/niche-comparison.ts";
import { figureInWords, levelsInWords } from "../../../../contracts/services/niche-level-words.ts";
import type { LevelReading } from "../../../../contracts/services/niche-opportunity.ts";
import type { LevelledFactor } from "../opportunity/levels/reading.ts";
import type { Inline, Inlines } from "./blocks.ts";
import type { Notes } from "./notes.ts";

/** "large (assumed)", "high (75 %), else medium (25 %)" with a note, or "unknown". */
export function levelCell(profile: NicheProfile, name: LevelledFactor, notes: Notes): Inlines {
  const { set, reading } = profile.factors.find((factor) => factor.name === name) ?? {};
  if (set !== undefined) return [`${set} (assumed)`];
  return reading ? [levelsInWords(reading), noteOf(profile, name, reading, notes)] : ["unknown"];
}

function noteOf(
  { nicheId, name, figures: { concentration } }: NicheProfile,
  factor: LevelledFactor,
  reading: LevelReading,
  notes: Notes,
): Inline {
  const key = `level ${nicheId} ${factor}`;
  const about = [`${name}: ${figureInWords(reading)}; ${reading.method}`, ...reading.assumptions].join("; ");
  if (reading.evidenceIds.length > 0) return notes.claim(key, about, reading.evidenceIds);
  if (concentration === undefined || concentration.tableId !== reading.tableId) return notes.stated(key, about);
  const { tableId, fileName, rows, rowCount } = concentration;
  return notes.table(key, about, { tableId, fileName, rows, total: rowCount });
}
