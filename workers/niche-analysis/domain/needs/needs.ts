/** What the texts of a theme ask for, by kind. */
import { needKinds, type Need, type NeedKind } from "../../../../contracts/services/niche-needs.ts";
import type { Sentence } from "../words/sentences.ts";
import { wilson } from "../intervals/wilson.ts";
import { needRules } from "./rules.ts";

export interface NeedyText {
  evidenceId: string;
  sentences: readonly Sentence[];
  /** How many wrote it. Default 1. */
  people?: number;
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
  readonly #found = new Map<NeedKind, { count: number; ids: string[]; quotes: Need["quotes"] }>();
  #texts = 0;

  add({ evidenceId, sentences, people = 1 }: NeedyText): void {
    this.#texts += people;
    const here = new Set<NeedKind>();
    for (const { text, start, end } of sentences) {
      for (const kind of needsIn(text)) {
        if (here.has(kind)) continue;
        here.add(kind);
        const { count, ids, quotes } = this.#found.get(kind) ?? { count: 0, ids: [], quotes: [] };
        const quoted = quotes.length < shown ? [...quotes, { evidenceId, text, start, end }] : quotes;
        ids.push(evidenceId);
        this.#found.set(kind, { count: count + people, ids, quotes: quoted });
      }
    }
  }

  /** Of the texts so far, each counted for everybody who wrote it, the share that voices each kind of need, and the first sentences that do, one a text; kinds that nobody voices are left out. */
  result(): FoundNeed[] {
    return needKinds.flatMap((kind) => {
      const found = this.#found.get(kind);
      return found ? [{ kind, share: wilson(found.count, this.#texts), quotes: found.quotes, evidenceIds: found.ids }] : [];
    });
  }
}
