/** Keeps attributes to few values each, whatever stands in the file, and counts them. */
import type { ImportReport } from "../../../../contracts/services/niche-evidence.ts";
import type { Attributes } from "./attributes.ts";

/** Different values of one attribute in a file: beyond it a column holds no groups. */
const mostValues = 50;

export class AttributeIntake {
  readonly #counts = new Map<string, { texts: number; values: Set<string>; leftOut: number }>();

  /** What is kept of the attributes of a row that `author` wrote: no name of an author, and no value beyond the fiftieth. Undefined for nothing. */
  take(attributes: Attributes | undefined, author: string | undefined): Attributes | undefined {
    if (!attributes) return undefined;
    const kept = Object.entries(attributes).flatMap(([name, values]) => {
      const own = this.#own(name, values, author?.trim().toLowerCase());
      return own.length === 0 ? [] : [[name, own] as const];
    });
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }

  counts(): NonNullable<ImportReport["attributes"]> {
    return [...this.#counts]
      .filter(([, { texts }]) => texts > 0)
      .map(([name, { texts, values, leftOut }]) => ({ name, texts, values: values.size, leftOut }));
  }

  #own(name: string, values: readonly string[], author: string | undefined): string[] {
    const count = this.#counts.get(name) ?? { texts: 0, values: new Set<string>(), leftOut: 0 };
    this.#counts.set(name, count);
    const own = values.filter((value) => {
      const plain = value.toLowerCase();
      if (plain === author) return false;
      if (count.values.has(plain) || count.values.size < mostValues) return true;
      count.leftOut++;
      return false;
    });
    for (const value of own) count.values.add(value.toLowerCase());
    if (own.length > 0) count.texts++;
    return own;
  }
}
