/** Text to token ids by a Hugging Face `tokenizer.json`, cut to what the model reads. */
import { Tokenizer } from "@huggingface/tokenizers";

export interface Tokens {
  /** Ids with the special tokens of the model around them, at most `maxTokens`. */
  ids: number[];
  /** True when the text had more tokens than the model reads. */
  truncated: boolean;
}

/** Characters looked at first for each token that fits: longer than nearly every word, so one look is nearly always enough. */
const charactersPerToken = 16;

export class SentenceTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;

  /** `json` is the text of a `tokenizer.json`; `maxTokens` counts the special tokens too. */
  constructor(json: string, maxTokens: number) {
    const description: unknown = JSON.parse(json);
    if (typeof description !== "object" || description === null) throw new TypeError("a tokenizer.json holds an object");
    this.#tokenizer = new Tokenizer(description, {});
    this.#maxTokens = maxTokens;
  }

  /**
   * The text's tokens. A text of megabytes costs no more than its beginning: words are separated by white space, so a prefix that
   * ends there has the same first tokens as the whole.
   */
  encode(text: string): Tokens {
    return this.#beginning(text, (prefix) => this.#tokenizer.encode(prefix).ids);
  }

  /** Query and document as the model reads the two together. The document is cut when they are too long, never the query. */
  encodePair(query: string, document: string): Tokens {
    return this.#beginning(document, (prefix) => this.#tokenizer.encode(query, { text_pair: prefix }).ids);
  }

  #beginning(text: string, encode: (prefix: string) => number[]): Tokens {
    for (let length = this.#maxTokens * charactersPerToken; ; length *= 4) {
      const end = length < text.length ? nextSpace(text, length) : text.length;
      const ids = encode(text.slice(0, end));
      if (ids.length > this.#maxTokens) return { ids: this.#cut(ids), truncated: true };
      if (end === text.length) return { ids, truncated: false };
    }
  }

  /** Keeps the beginning and the last id, which is the closing special token. */
  #cut(ids: readonly number[]): number[] {
    return [...ids.slice(0, this.#maxTokens - 1), ...ids.slice(-1)];
  }
}

function nextSpace(text: string, from: number): number {
  const space = /\s/g;
  space.lastIndex = from;
  return space.exec(text)?.index ?? text.length;
}
