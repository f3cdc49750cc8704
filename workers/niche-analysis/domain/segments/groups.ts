/** The groups of people that are held against the themes: values of attributes, pairs of them, areas. */
import { fewestPeople, type Segment } from "../../../../contracts/services/niche-segments.ts";
import { both, either, flagged, sizeOf, type Flags } from "./flags.ts";
import type { AttributeValue, People } from "./people.ts";

/** A group, and the people that it is compared with: those of whom it is known that they are not in it. */
export interface Group extends Pick<Segment, "kind" | "label" | "attributes" | "themeIds"> {
  inside: Flags;
  /** Those inside included. */
  known: Flags;
  size: number;
  others: number;
}

export interface Area {
  label: string;
  themeIds: readonly string[];
}

/** Values at most, the ones with most people; and of them those that are paired with each other. */
const [mostValues, mostPaired] = [60, 12] as const;

/** Groups that are large enough, and how many are not. `members`: the people of each theme. */
export function groupsOf(
  values: readonly AttributeValue[],
  areas: readonly Area[],
  { people, members }: { people: People; members: ReadonlyMap<string, Iterable<number>> },
): { groups: Group[]; tooSmall: number } {
  const { count } = people;
  const knownBy = new Map(
    [...Map.groupBy(values, ({ name }) => name)].map(([name, own]) => [
      name,
      either(
        own.map((one) => one.people),
        count,
      ),
    ]),
  );
  const none = new Uint8Array(count);
  const knownOf = (name: string) => knownBy.get(name) ?? none;
  const knownBoth = new Map<string, Flags>();
  const group = (it: Omit<Group, "size" | "others">): Group => {
    const size = sizeOf(it.inside);
    return { ...it, size, others: sizeOf(it.known) - size };
  };

  const bySize = values.toSorted((a, b) => b.size - a.size).slice(0, mostValues);
  const single = bySize.map(({ name, value, people: inside }) =>
    group({ kind: "value", label: `${name}: ${value}`, attributes: [{ name, value }], inside, known: knownOf(name) }),
  );
  const paired = bySize.slice(0, mostPaired).flatMap((one, i) =>
    bySize.slice(i + 1, mostPaired).flatMap((other) => {
      if (one.name === other.name) return [];
      const inside = both(one.people, other.people);
      const size = sizeOf(inside);
      // The same people under a longer name.
      if (size === one.size || size === other.size) return [];
      const attributes = [one, other].toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, value }) => ({ name, value }));
      const label = attributes.map(({ name, value }) => `${name}: ${value}`).join(", ");
      const names = JSON.stringify(attributes.map(({ name }) => name));
      const known = knownBoth.get(names) ?? both(knownOf(one.name), knownOf(other.name));
      knownBoth.set(names, known);
      return [group({ kind: "pair", label, attributes, inside, known })];
    }),
  );
  // Who wrote once is in one theme and, by that, in no other: only people with several texts can show what goes together.
  const several = Uint8Array.from(people.texts, (own) => (own.length > 1 ? 1 : 0));
  const about = areas.map(({ label, themeIds }) => {
    const inside = both(
      either(
        themeIds.map((id) => flagged(members.get(id) ?? [], count)),
        count,
      ),
      several,
    );
    return group({ kind: "area", label, attributes: [], themeIds: [...themeIds], inside, known: several });
  });
  const all = [...single, ...paired, ...about];
  const groups = all.filter(({ size, others }) => size >= fewestPeople && others >= fewestPeople);
  return { groups, tooSmall: all.length - groups.length + values.length - bySize.length };
}
