/** The people behind texts, and which of them belong together. */
import { unitsOf } from "../intervals/bootstrap.ts";
import type { Attributes } from "../import/attributes.ts";
import { flagged, type Flags } from "./flags.ts";

export interface WrittenText {
  id: string;
  author?: string | undefined;
  attributes?: Attributes | undefined;
}

/** People by numbers from 0, in the order of their first text. */
export interface People {
  count: number;
  /** Who wrote a text, by the text's id. */
  writers: ReadonlyMap<string, number>;
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
  const units = unitsOf(texts.map(({ author }) => author));
  const writers = new Map<string, number>();
  units.forEach((rows, person) => rows.forEach((row) => writers.set(texts[row]?.id ?? "", person)));
  return { count: units.length, writers, texts: units.map((rows) => rows.map((row) => texts[row]?.id ?? "")) };
}

/** Every value of every attribute, ordered by the attribute's name and the value; upper and lower case are one. */
export function valuesOfPeople(texts: readonly WrittenText[], { writers, count }: People): AttributeValue[] {
  const found = new Map<string, Map<string, { spellings: Map<string, number>; people: Set<number> }>>();
  for (const { id, attributes = {} } of texts) {
    const person = writers.get(id) ?? 0;
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
