/**
 * Sentences from wordings. A wording is a Liquid template of ours; what it is filled with is never parsed as Liquid, so
 * `{{ x }}` in somebody's quote stays those seven characters.
 */
import { Liquid } from "liquidjs";
import type { Sentence } from "../../../../contracts/services/marketing-content.ts";
import type { Chooser } from "./chooser.ts";

export type Wordings = readonly [string, ...string[]];
export type Values = Record<string, string | number | undefined>;

const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true, cache: true });
engine.registerFilter("start", (text: string) => text.charAt(0).toUpperCase() + text.slice(1));

/** One of the wordings, filled. Throws when a wording names a value that is not given: that is a mistake of ours. */
export function worded(choose: Chooser, wordings: Wordings, values: Values = {}): string {
  return String(engine.parseAndRenderSync(choose(wordings), values));
}

/** States nothing that needs evidence: an intention, a question, an invitation. */
export function remark(text: string): Sentence {
  return { text, claim: false, evidenceIds: [] };
}

export function claim(text: string, evidenceIds: readonly string[]): Sentence {
  return { text, claim: true, evidenceIds: [...evidenceIds] };
}
