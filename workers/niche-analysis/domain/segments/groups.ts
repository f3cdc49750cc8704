/** The groups of people that are held against the themes: values of attributes, pairs of them, areas. */
import { fewestPeople, type Segment } from "../../../../contracts/services/niche-segments.ts";
import type { AttributeValue, People } from "./people.ts";

/** A group, and the people that it is compared with: those of whom it is known that they are not in it. */
export interface Group extends Pick<Segment, "kind" | "label" | "attributes" | "themeIds"> {
  inside: ReadonlySet<number>;
  known: ReadonlySet<number>;
}

export interface Area {
  label: string;
  themeIds: readonly string[];
}

/** Values at most, the ones with most people; and of them those that are paired with each other. */
const [mostValues, mostPaired] = [60, 12] as const;

/** Groups that are large enough, and how many are not. */
export function groupsOf(
  values: readonly AttributeValue[],
  areas: readonly Area[],
  { people, members }: { people: People; members: ReadonlyMap<string, ReadonlySet<number>> },
): { groups: Group[]; tooSmall: number } {
  // Who wrote once is in one theme and, by that, in no other: only people with several texts can show what goes together.
  const several = new Set([...people.texts.keys()].filter((person) => (people.texts[person]?.length ?? 0) > 1));
  const knownBy = new Map([...Map.groupBy(values, ({ name }) => name)].map(([name, own]) => [name, unionOf(own.map((one) => one.people))]));
  const knownOf = (name: string): ReadonlySet<number> => knownBy.get(name) ?? new Set();

  const bySize = values.toSorted((a, b) => b.people.size - a.people.size).slice(0, mostValues);
  const single = bySize.map(({ name, value, people: inside }): Group => ({
    kind: "value",
    label: `${name}: ${value}`,
    attributes: [{ name, value }],
    inside,
    known: knownOf(name),
  }));
  const paired = bySize.slice(0, mostPaired).flatMap((one, i) =>
    bySize.slice(i + 1, mostPaired).flatMap((other): Group[] => {
      if (one.name === other.name) return [];
      const inside = intersectionOf(one.people, other.people);
      // The same people under a longer name.
      if (inside.size === one.people.size || inside.size === other.people.size) return [];
      const attributes = [one, other].toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, value }) => ({ name, value }));
      const label = attributes.map(({ name, value }) => `${name}: ${value}`).join(", ");
      return [{ kind: "pair", label, attributes, inside, known: intersectionOf(knownOf(one.name), knownOf(other.name)) }];
    }),
  );
  const about = areas.map(({ label, themeIds }): Group => {
    const inside = intersectionOf(unionOf(themeIds.flatMap((id) => members.get(id) ?? [])), several);
    return { kind: "area", label, attributes: [], themeIds: [...themeIds], inside, known: several };
  });
  const all = [...single, ...paired, ...about];
  const groups = all.filter(({ inside, known }) => inside.size >= fewestPeople && known.size - inside.size >= fewestPeople);
  return { groups, tooSmall: all.length - groups.length + values.length - bySize.length };
}

/** What is in any of them. */
export function unionOf(sets: readonly ReadonlySet<number>[]): Set<number> {
  const all = new Set<number>();
  for (const set of sets) for (const one of set) all.add(one);
  return all;
}

function intersectionOf(some: ReadonlySet<number>, others: ReadonlySet<number>): Set<number> {
  return new Set([...some].filter((one) => others.has(one)));
}
