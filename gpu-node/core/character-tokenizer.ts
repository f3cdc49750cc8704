/** For models that read text themselves: a token is a UTF-16 code unit, so queue, batches and limits count characters. */
import type { Tokens } from "./sentence-tokenizer.ts";

export class CharacterTokenizer {
  readonly #maxTokens: number;

  constructor(maxTokens: number) {
    this.#maxTokens = maxTokens;
  }

  /** At most `maxTokens` code units; a pair of surrogates is never cut apart. */
  encode(text: string): Tokens {
    const whole = text.length <= this.#maxTokens;
    const cut = whole ? text : text.slice(0, this.#maxTokens).replace(/[\uD800-\uDBFF]$/, "");
    return { ids: Array.from({ length: cut.length }, (_, i) => cut.charCodeAt(i)), truncated: !whole };
  }

  /** Both in one text, a line each. */
  encodePair(query: string, document: string): Tokens {
    return this.encode(`${query}\n${document}`);
  }
}
