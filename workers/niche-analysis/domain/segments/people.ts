/** The people behind texts, and which of them belong together. */
import type { Attributes } from "../import/attributes.ts";
import { flagged, type Flags } from "./flags.ts";

export interface WrittenText {
  id: string;
  author?: string | undefined;
  /** Who else wrote the same words, undefined for somebody without a name. */
  others?: readonly (string | undefined)[] | undefined;
  /** Of `author`; of the others the file may have said something else. */
  attributes?: Attributes | undefined;
}

/** People by numbers from 0, in the order of their first text. */
export interface People {
  count: number;
  /** Everybody who wrote a text, once, its author first, by the text's id. */
  writers: ReadonlyMap<string, readonly number[]>;
  /** Texts of each. */
  texts: readonly (readonly string[])[];
}

/** One value that an attribute has, in the spelling that most texts have, and who has it. */
export interface AttributeValue {
  name: string;
  value: string;
  people: Flags;
  size: number;
}

export function peopleOf(texts: readonly WrittenText[]): People {
  const written: string[][] = [];
  const byName = new Map<string, number>();
  const writers = new Map<string, number[]>();
  for (const { id, author, others = [] } of texts) {
    const here = new Set<number>();
    for (const name of [author, ...others]) {
      const known = name === undefined ? undefined : byName.get(name);
      const person = known ?? written.push([]) - 1;
      if (name !== undefined) byName.set(name, person);
      if (!here.has(person)) written[person]?.push(id);
      here.add(person);
    }
    writers.set(id, [...here]);
  }
  return { count: written.length, writers, texts: written };
}

/** Every value of every attribute, ordered by the attribute's name and the value; upper and lower case are one. */
export function valuesOfPeople(texts: readonly WrittenText[], { writers, count }: People): AttributeValue[] {
  const found = new Map<string, Map<string, { spellings: Map<string, number>; people: Set<number> }>>();
  for (const { id, attributes = {} } of texts) {
    const [person = 0] = writers.get(id) ?? [];
    for (const [name, values] of Object.entries(attributes)) {
      const ofName = found.get(name) ?? new Map<string, { spellings: Map<string, number>; people: Set<number> }>();
      found.set(name, ofName);
      for (const value of values) {
        const own = ofName.get(value.toLowerCase()) ?? { spellings: new Map<string, number>(), people: new Set<number>() };
        ofName.set(value.toLowerCase(), own);
        own.spellings.set(value, (own.spellings.get(value) ?? 0) + 1);
        own.people.add(person);
      }
    }
  }
  return [...found]
    .flatMap(([name, values]) =>
      [...values.values()].map(({ spellings, people }) => ({
        name,
        value: commonest(spellings),
        people: flagged(people, count),
        size: people.size,
      })),
    )
    .toSorted((a, b) => compare(a.name, b.name) || compare(a.value, b.value));
}

function commonest(spellings: ReadonlyMap<string, number>): string {
  return [...spellings].toSorted(([a, n], [b, m]) => m - n || compare(a, b))[0]?.[0] ?? "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
