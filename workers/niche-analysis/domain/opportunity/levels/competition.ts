/** The level of competition, from how concentrated the market is and whether its leaders serve it badly. */
import type { CompetitionFigures, GapTheme } from "../../../../../contracts/services/niche-market-figures.ts";
import type { LevelReading } from "../../../../../contracts/services/niche-opportunity.ts";
import { guidelines } from "../../competition/concentration.ts";
import { chancesOfBands } from "./reading.ts";

type Concentration = NonNullable<CompetitionFigures["concentration"]>;

/**
 * Many equal rivals compete hard, few large ones less (bands of the US merger guidelines of 2023). Whether few large ones leave room is another
 * question: only a theme in which all leaders fail shows it, so without one a concentrated market is as likely medium as low. Undefined where
 * the table does not say how large anybody is, and where shares are counted among so few rows that no market would come out as spread: the index of n of
 * them is at least 10,000 ÷ n. Stated shares are of the market, whatever the number of rows.
 */
export function competitionReading(
  tableId: string,
  concentration: Concentration | undefined,
  gaps: readonly GapTheme[],
): LevelReading | undefined {
  if (!concentration) return undefined;
  const { moderate, high: concentrated } = guidelines[2023];
  const { index, low, high, n, basis } = concentration;
  if (basis !== "share" && 10_000 / n > moderate) return undefined;
  const [spread, middling, few] = chancesOfBands({ value: index, low, high }, [moderate, concentrated]);
  const failing = gaps.filter(({ underserved }) => underserved);
  const room = failing.length > 0 ? few : few / 2;
  return {
    figure: `Herfindahl-Hirschman index; ${failing.length} of ${gaps.length} themes underserved`,
    value: index,
    low,
    high,
    unit: "index",
    n,
    basis: "evidence",
    levels: [
      { level: "high", chance: spread },
      { level: "medium", chance: middling + (few - room) },
      { level: "low", chance: room },
    ],
    method: `${concentration.method}; high below ${moderate}, medium to ${concentrated}, low above where every leader fails in a theme, else as likely medium`,
    assumptions: [...concentration.assumptions, "the table names the competitors that matter"],
    evidenceIds: [...new Set(failing.flatMap(({ cells }) => cells.flatMap(({ evidenceIds }) => evidenceIds)))].slice(0, 20),
    tableId,
  };
}
