/** Whom a clause is about: the competitor that it names, else the one that was named last. */
import type { CompetitorNames, NamedPlace } from "../mentions.ts";
import { clausesOf, type Clause } from "./clauses.ts";

export interface AttributedClause extends Clause {
  /** Absent where nobody is named, or several are: then it compares. */
  about?: string;
  /** Where competitors are named in it. */
  names: readonly NamedPlace[];
}

/**
 * The clauses of a text. In a text that names one competitor all are about it; in one that names several, a clause that names none is about who was
 * named last, and one that names several about nobody.
 */
export function attributed(text: string, names: CompetitorNames): AttributedClause[] {
  const places = names.placesIn(text);
  const [only, ...others] = new Set(places.map(({ competitor }) => competitor));
  let last = others.length === 0 ? only : undefined;
  return clausesOf(text).map((clause) => {
    const here = places.filter(({ start, end }) => start >= clause.start && end <= clause.end);
    const named = new Set(here.map(({ competitor }) => competitor));
    if (named.size > 0) last = named.size === 1 ? here[0]?.competitor : undefined;
    return { ...clause, names: here, ...(last !== undefined && { about: last }) };
  });
}
