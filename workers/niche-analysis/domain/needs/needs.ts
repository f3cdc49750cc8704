/** What the texts of a theme ask for, by kind. */
import { needKinds, type Need, type NeedKind } from "../../../../contracts/services/niche-needs.ts";
import type { Sentence } from "../words/sentences.ts";
import { wilson } from "../intervals/wilson.ts";
import { needRules } from "./rules.ts";

export interface NeedyText {
  evidenceId: string;
  sentences: readonly Sentence[];
}

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

/**
 * Of these texts the share that voices each kind of need, and the first sentences that do, one a text; kinds that nobody voices are left out.
 * `texts` come in the order in which they are to be quoted.
 */
export function needsOf(texts: readonly NeedyText[]): Need[] {
  const voiced = new Map<NeedKind, { evidenceId: string; sentence: Sentence }[]>();
  for (const { evidenceId, sentences } of texts) {
    const here = new Set<NeedKind>();
    for (const sentence of sentences) {
      for (const kind of needsIn(sentence.text)) {
        if (here.has(kind)) continue;
        here.add(kind);
        voiced.set(kind, [...(voiced.get(kind) ?? []), { evidenceId, sentence }]);
      }
    }
  }
  return needKinds.flatMap((kind) => {
    const found = voiced.get(kind) ?? [];
    if (found.length === 0) return [];
    const quotes = found.slice(0, shown).map(({ evidenceId, sentence: { text, start, end } }) => ({ evidenceId, text, start, end }));
    return [{ kind, share: wilson(found.length, texts.length), quotes }];
  });
}
