/** What the texts of a theme ask for, by kind. */
import { needKinds, type Need, type NeedKind } from "../../../../contracts/services/niche-needs.ts";
import type { Sentence } from "../words/sentences.ts";
import { wilson } from "../intervals/wilson.ts";
import { needRules } from "./rules.ts";

export interface NeedyText {
  row: number;
  evidenceId: string;
  sentences: readonly Sentence[];
}

/** A need with the ids of the texts that voice it, in the order in which they came. */
export type FoundNeed = Need & { evidenceIds: string[] };

/** Sentences that are shown of each kind. */
const shown = 2;
/** Beyond this a sentence is a text without full stops, in which anything may stand. */
const longest = 400;

/** The kinds of need that a sentence voices, in the order of `needKinds`. */
export function needsIn(sentence: string): NeedKind[] {
  if (sentence.length > longest) return [];
  const plain = sentence.toLowerCase().replaceAll("’", "'").replaceAll(/\s+/g, " ");
  const voiced = new Set(
    needRules.filter(({ phrase, unless }) => phrase.test(plain) && unless?.test(plain) !== true).map(({ kind }) => kind),
  );
  return needKinds.filter((kind) => voiced.has(kind));
}

/** Counts needs text by text. Texts come in the order in which they are to be quoted. */
export class NeedCount {
  readonly #found = new Map<NeedKind, { rows: number[]; ids: string[]; quotes: Need["quotes"] }>();
  readonly #rows: number[] = [];

  add({ row, evidenceId, sentences }: NeedyText): void {
    this.#rows.push(row);
    const here = new Set<NeedKind>();
    for (const { text, start, end } of sentences) {
      for (const kind of needsIn(text)) {
        if (here.has(kind)) continue;
        here.add(kind);
        const { rows, ids, quotes } = this.#found.get(kind) ?? { rows: [], ids: [], quotes: [] };
        const quoted = quotes.length < shown ? [...quotes, { evidenceId, text, start, end }] : quotes;
        ids.push(evidenceId);
        rows.push(row);
        this.#found.set(kind, { rows, ids, quotes: quoted });
      }
    }
  }

  /**
   * Of the people who wrote the texts so far, the share that voices each kind of need, and the first sentences that do, one a text; kinds that nobody
   * voices are left out. `peopleIn` says how many different people wrote some rows.
   */
  result(peopleIn: (rows: readonly number[]) => number): FoundNeed[] {
    const people = peopleIn(this.#rows);
    return needKinds.flatMap((kind) => {
      const found = this.#found.get(kind);
      return found ? [{ kind, share: wilson(peopleIn(found.rows), people), quotes: found.quotes, evidenceIds: found.ids }] : [];
    });
  }
}
