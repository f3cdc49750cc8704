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

export const gapMatrixMethod =
  "of those who speak of a theme and a competitor, the share of whom at least one text complains, Wilson 95 % (Wilson 1927); underserved where with every leader more than half do, also at the lower limit";

interface Voices {
  people: Set<string>;
  complaining: Set<string>;
}

/** Wilson's interval (1927) in every cell; `leaderCount` (default 3) competitors have to fail before a theme counts as underserved. */
export function gapMatrix(mentions: readonly ThemeMention[], leaderCount = 3): GapMatrix {
  const byTheme = new Map<string, Map<string, Voices>>();
  const everywhere = new Map<string, Set<string>>();
  for (const { theme, competitor, unit, complains } of mentions) {
    const here = entry(
      entry(byTheme, theme, () => new Map<string, Voices>()),
      competitor,
      () => ({
        people: new Set<string>(),
        complaining: new Set<string>(),
      }),
    );
    here.people.add(unit);
    if (complains) here.complaining.add(unit);
    entry(everywhere, competitor, () => new Set<string>()).add(unit);
  }
  const sizeOf = (competitor: string) => everywhere.get(competitor)?.size ?? 0;
  const competitors = [...everywhere.keys()].toSorted((a, b) => sizeOf(b) - sizeOf(a) || (a < b ? -1 : 1));
  const leaders = competitors.slice(0, leaderCount);
  const themes = [...byTheme].map(([theme, voices]): Gap => {
    const cells = competitors.map((competitor) => {
      const here = voices.get(competitor);
      return { competitor, complaint: wilson(here?.complaining.size ?? 0, here?.people.size ?? 0) };
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

/** What stands under `key`; where nothing does, what `make` gives, kept. */
function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
