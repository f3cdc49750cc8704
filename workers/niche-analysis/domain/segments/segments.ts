/** Groups of people against themes: who writes about what more than others do, and how sure that is. */
import {
  fewestPeople,
  maxSegments,
  maxSegmentTexts,
  maxSegmentThemes,
  segmentLevel,
  type Segment,
  type Segments,
  type SegmentTheme,
} from "../../../../contracts/services/niche-segments.ts";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";
import { sha256 } from "../import/sha256.ts";
import { wilson } from "../intervals/wilson.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { fisherExact } from "./fisher.ts";
import { either, sizeOf } from "./flags.ts";
import { groupsOf, type Area, type Group } from "./groups.ts";
import { peopleOf, valuesOfPeople, type People, type WrittenText } from "./people.ts";
import { riskRatio } from "./risk-ratio.ts";

/** People who write about a theme, of those compared, below which nothing is tested. */
const fewestInTheme = 5;

const methodOf = (people: string) =>
  `share of ${people} with Wilson's interval; lift is a ratio of shares with the interval of Katz et al. 1978; Fisher's exact test, adjusted after Benjamini and Hochberg 1995 over all comparisons, level ${segmentLevel}; areas: people with several texts, and only more is said; groups of at least ${fewestPeople} ${people} against at least ${fewestPeople} others of which it is known`;

/** A theme with the people in it. */
interface PeopledTheme extends Pick<Theme, "id" | "label" | "evidenceIds"> {
  people: Int32Array;
  /** Ids of the texts that complain; undefined where that was not kept. */
  complaining: ReadonlySet<string> | undefined;
  complainers: Int32Array;
}

/**
 * `texts`: all that the analysis read, in any order that is the same each time. People are authors; a text without a known author is a person
 * of its own. A person counts in a group when one of their texts does.
 */
export function segmentsOf(
  texts: readonly WrittenText[],
  themes: readonly Theme[],
  { areas = [], unit }: { areas?: readonly Area[] | undefined; unit: Segments["unit"] },
): Segments {
  const people = peopleOf(texts);
  const peopled = themes.map((theme) => peopledTheme(theme, people));
  const values = valuesOfPeople(texts, people);
  const { groups, tooSmall } = groupsOf(values, areas, { people, members: new Map(peopled.map(({ id, people: own }) => [id, own])) });

  const tested = groups.flatMap((group) =>
    peopled.flatMap((theme) => {
      // Who writes about an area writes about its themes.
      if (group.themeIds?.includes(theme.id) === true) return [];
      const counts = countsOf(group, theme);
      return counts.a + counts.b < fewestInTheme
        ? []
        : [{ group, theme, ...counts, p: fisherExact(counts.a, counts.n1, counts.b, counts.n2) }];
    }),
  );
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  const cells = Map.groupBy(
    tested.map((cell, i) => ({ ...cell, adjustedP: adjusted[i] ?? 1 })),
    ({ group }) => group,
  );
  const segments = groups.map((group) => segmentOf(group, cells.get(group) ?? [], people));
  const surest = ({ themes: told }: Segment) =>
    Math.min(1, ...told.map(({ adjustedP, difference }) => (difference === "same" ? 1 : adjustedP)));
  const size = ({ share }: Segment) => share.count;
  return {
    segments: segments.toSorted((a, b) => surest(a) - surest(b) || size(b) - size(a) || (a.id < b.id ? -1 : 1)).slice(0, maxSegments),
    attributes: [...Map.groupBy(values, ({ name }) => name)].map(([name, own]) => ({
      name,
      people: sizeOf(
        either(
          own.map((one) => one.people),
          people.count,
        ),
      ),
      values: own.length,
    })),
    unit,
    people: people.count,
    tests: tested.length,
    tooSmall,
    method: methodOf(unit === "authors" ? "people" : "texts"),
  };
}

function peopledTheme({ id, label, evidenceIds, complaining }: Theme, { writers }: People): PeopledTheme {
  const ids = complaining?.flatMap((place) => evidenceIds[place] ?? []);
  const whoWrote = (some: readonly string[]) => Int32Array.from(new Set(some.flatMap((one) => writers.get(one) ?? [])));
  return {
    id,
    label,
    evidenceIds,
    people: whoWrote(evidenceIds),
    complaining: ids && new Set(ids),
    complainers: whoWrote(ids ?? []),
  };
}

/** `a` of `n1` people of the group write about the theme, `b` of `n2` others do. */
function countsOf({ inside, known, size, others }: Group, theme: PeopledTheme): { a: number; n1: number; b: number; n2: number } {
  let [a, b] = [0, 0];
  for (const person of theme.people) {
    if (inside[person] === 1) a++;
    else if (known[person] === 1) b++;
  }
  return { a, n1: size, b, n2: others };
}

type Cell = { theme: PeopledTheme; a: number; n1: number; b: number; n2: number; p: number; adjustedP: number };

function segmentOf(group: Group, cells: readonly Cell[], people: People): Segment {
  const { kind, label, attributes, themeIds, inside, size, others } = group;
  const order = ["more", "less", "same"] as const;
  const chosen = cells
    .map((cell) => ({ cell, difference: differenceOf(cell, kind) }))
    .toSorted(
      (x, y) =>
        order.indexOf(x.difference) - order.indexOf(y.difference) ||
        (x.difference === "same" ? 0 : x.cell.adjustedP - y.cell.adjustedP) ||
        y.cell.a - x.cell.a ||
        (x.cell.theme.id < y.cell.theme.id ? -1 : 1),
    )
    .slice(0, maxSegmentThemes);
  return {
    id: `seg_${sha256(JSON.stringify([kind, attributes.map(({ name, value }) => [name, value.toLowerCase()]), themeIds ?? []])).slice(0, 16)}`,
    kind,
    label,
    attributes,
    ...(themeIds && { themeIds }),
    share: wilson(size, size + others),
    texts: people.texts.reduce((sum, own, person) => sum + (inside[person] === 1 ? own.length : 0), 0),
    themes: chosen.map(({ cell, difference }) => segmentTheme(group, cell, difference, people)),
  };
}

/** Of an area only more is said: who writes about it has fewer texts left for the rest, so less would be found where there is nothing. */
function differenceOf({ a, n1, b, n2, adjustedP }: Cell, kind: Group["kind"]): SegmentTheme["difference"] {
  if (adjustedP > segmentLevel) return "same";
  return a / n1 > b / n2 ? "more" : kind === "area" ? "same" : "less";
}

function segmentTheme(
  { inside, known }: Group,
  { theme, a, n1, b, n2, p, adjustedP }: Cell,
  difference: SegmentTheme["difference"],
  { writers }: People,
): SegmentTheme {
  const own = theme.evidenceIds.filter((id) => writers.get(id)?.some((person) => inside[person] === 1));
  const complains = (id: string) => theme.complaining?.has(id) === true;
  const complainers = { inside: 0, others: 0 };
  for (const person of theme.complainers) {
    if (inside[person] === 1) complainers.inside++;
    else if (known[person] === 1) complainers.others++;
  }
  return {
    themeId: theme.id,
    label: theme.label,
    share: wilson(a, n1),
    others: wilson(b, n2),
    lift: riskRatio(a, n1, b, n2),
    p,
    adjustedP,
    difference,
    ...(theme.complaining && { complaint: wilson(complainers.inside, a), othersComplaint: wilson(complainers.others, b) }),
    evidenceIds: [...own.filter(complains), ...own.filter((id) => !complains(id))].slice(0, maxSegmentTexts),
    texts: own.length,
  };
}
