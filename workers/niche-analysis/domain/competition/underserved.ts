/** Which problems nobody solves: for every theme and competitor, how many of those who speak of both complain. */
import type { Proportion } from "../../../../contracts/services/niche-figures.ts";
import { wilson } from "../intervals/wilson.ts";

export interface ThemeMention {
  theme: string;
  competitor: string;
  /** Author, or an id of its own for a text without one. */
  unit: string;
  complains: boolean;
}

export interface Gap {
  theme: string;
  /** Of those who speak of theme and competitor, those of whom at least one text complains; in the order of `leaders`, then others. */
  cells: { competitor: string; complaint: Proportion }[];
  /** True: with every leader more than half complain, also at the lower limit of the interval. */
  underserved: boolean;
  /** Leaders of whom nothing is known in this theme: they keep it from being called underserved. */
  unknown: string[];
}

export interface GapMatrix {
  /** Competitors with the most people, at most `leaderCount`. */
  leaders: string[];
  /** Underserved first, then by the lowest limit among leaders, highest first. */
  themes: Gap[];
}

/** A theme is underserved where more than this share complains. */
const threshold = 0.5;

/** Wilson's interval (1927) in every cell; `leaderCount` (default 3) competitors have to fail before a theme counts as underserved. */
export function gapMatrix(mentions: readonly ThemeMention[], leaderCount = 3): GapMatrix {
  const people = (of: (mention: ThemeMention) => boolean) => new Set(mentions.filter(of).map(({ unit }) => unit)).size;
  const sizes = new Map<string, number>();
  for (const { competitor } of mentions)
    if (!sizes.has(competitor))
      sizes.set(
        competitor,
        people((one) => one.competitor === competitor),
      );
  const competitors = [...sizes.keys()].toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || (a < b ? -1 : 1));
  const leaders = competitors.slice(0, leaderCount);
  const themes = [...new Set(mentions.map(({ theme }) => theme))].map((theme): Gap => {
    const cells = competitors.map((competitor) => {
      const here = (mention: ThemeMention) => mention.theme === theme && mention.competitor === competitor;
      return {
        competitor,
        complaint: wilson(
          people((one) => here(one) && one.complains),
          people(here),
        ),
      };
    });
    const led = cells.slice(0, leaders.length);
    return {
      theme,
      cells,
      underserved: led.length > 0 && led.every(({ complaint }) => complaint.low > threshold),
      unknown: led.filter(({ complaint }) => complaint.n === 0).map(({ competitor }) => competitor),
    };
  });
  const lowest = ({ cells }: Gap) => Math.min(...cells.slice(0, leaders.length).map(({ complaint }) => complaint.low));
  return {
    leaders,
    themes: themes.toSorted(
      (a, b) => Number(b.underserved) - Number(a.underserved) || lowest(b) - lowest(a) || (a.theme < b.theme ? -1 : 1),
    ),
  };
}
