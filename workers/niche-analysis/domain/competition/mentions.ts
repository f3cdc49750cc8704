/** Who is named in a text: competitors by their names and other names, at the borders of words, in any case. */
import type { CompetitorRow } from "../../../../contracts/services/niche-market-tables.ts";

/** A competitor named at a place of the text (UTF-16 units). */
export interface NamedPlace {
  competitor: string;
  start: number;
  end: number;
}

interface Name {
  competitor: string;
  words: string[];
}

const word = /[\p{L}\p{N}]+/gu;
/** Names with fewer letters and digits are left out: they stand in too many words' place. */
const fewestLetters = 2;

/** Finds names in texts. Where one name begins another (`Asana`, `Asana Pro`), the longer counts. */
export class CompetitorNames {
  /** By their first word, longest first. */
  readonly #names = new Map<string, Name[]>();

  constructor(competitors: readonly Pick<CompetitorRow, "name" | "aliases">[]) {
    const taken = new Set<string>();
    for (const { name, aliases = [] } of competitors) {
      for (const spelling of [name, ...aliases]) {
        const words = (spelling.match(word) ?? []).map((one) => one.toLowerCase());
        const [first] = words;
        const key = words.join(" ");
        if (first === undefined || key.replaceAll(" ", "").length < fewestLetters || taken.has(key)) continue;
        taken.add(key);
        this.#names.set(first, [...(this.#names.get(first) ?? []), { competitor: name, words }]);
      }
    }
    for (const names of this.#names.values()) names.sort((a, b) => b.words.length - a.words.length);
  }

  /** Every place at which a competitor is named, in order; none overlaps another. */
  placesIn(text: string): NamedPlace[] {
    const words = Array.from(text.matchAll(word), (found) => ({
      text: found[0].toLowerCase(),
      start: found.index,
      end: found.index + found[0].length,
    }));
    const places: NamedPlace[] = [];
    for (let at = 0; at < words.length; at++) {
      const here = words[at];
      const name = this.#names.get(here?.text ?? "")?.find((one) => one.words.every((part, i) => words[at + i]?.text === part));
      if (!here || !name) continue;
      const last = words[at + name.words.length - 1] ?? here;
      places.push({ competitor: name.competitor, start: here.start, end: last.end });
      at += name.words.length - 1;
    }
    return places;
  }
}
