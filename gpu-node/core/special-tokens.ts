/** The tokens that a model wants around its texts, found by asking the library what it puts there. */
import type { Tokenizer } from "@huggingface/tokenizers";

export interface SpecialTokens {
  before: readonly number[];
  after: readonly number[];
  /** Around and between two texts that are read together. */
  pair: { before: readonly number[]; between: readonly number[]; after: readonly number[] };
}

/** Two words that nearly every vocabulary holds. */
const probes = ["one", "two"] as const;

/** `undefined` when the library does something else than putting tokens around and between, or puts none, or more than one, behind. */
export function specialTokens(library: Tokenizer): SpecialTokens | undefined {
  const bare = (text: string) => library.encode(text, { add_special_tokens: false }).ids;
  const [first, second] = [bare(probes[0]), bare(probes[1])];
  const single = around(library.encode(probes[0]).ids, first);
  const pair = around(library.encode(probes[0], { text_pair: probes[1] }).ids, first);
  const rest = pair && around(pair.after, second);
  if (!single || !pair || !rest || single.after.length !== 1 || rest.after.length !== 1) return undefined;
  return { ...single, pair: { before: pair.before, between: rest.before, after: rest.after } };
}

/** What stands before and after `inner`, where it stands first. */
function around(ids: readonly number[], inner: readonly number[]): { before: number[]; after: number[] } | undefined {
  const at = ids.findIndex((_, start) => inner.every((id, i) => ids[start + i] === id));
  return at === -1 || inner.length === 0 ? undefined : { before: ids.slice(0, at), after: ids.slice(at + inner.length) };
}
