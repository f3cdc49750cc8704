/** Text to token ids by a Hugging Face `tokenizer.json`, cut to what the model reads. */
import { Tokenizer } from "@huggingface/tokenizers";
import { specialTokens, type SpecialTokens } from "./special-tokens.ts";
import { WordPieces } from "./word-pieces.ts";

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
  /** There for tokenizers of BERT's kind. */
  readonly #fast: { pieces: WordPieces; special: SpecialTokens } | undefined;

  /** `json` is the text of a `tokenizer.json`; `maxTokens` counts the special tokens too. `library` leaves all to the library, for comparison. */
  constructor(json: string, maxTokens: number, way: "fast" | "library" = "fast") {
    const description: unknown = JSON.parse(json);
    if (typeof description !== "object" || description === null) throw new TypeError("a tokenizer.json holds an object");
    this.#tokenizer = new Tokenizer(description, {});
    this.#maxTokens = maxTokens;
    const pieces = way === "fast" ? WordPieces.of(description, this.#tokenizer) : undefined;
    const special = pieces && specialTokens(this.#tokenizer);
    this.#fast = pieces && special && { pieces, special };
  }

  /** True when the word cache serves this tokenizer, false when the library does. */
  get fast(): boolean {
    return this.#fast !== undefined;
  }

  /** The text's tokens. A text of megabytes costs no more than its beginning. */
  encode(text: string): Tokens {
    if (!this.#fast) return this.#beginning(text, (prefix) => this.#tokenizer.encode(prefix).ids);
    const { pieces, special } = this.#fast;
    const ids = [...special.before];
    pieces.append(text, ids, this.#maxTokens - special.after.length);
    return this.#ended(ids, special.after);
  }

  /** Query and document as the model reads the two together. The document is cut when they are too long, never the query. */
  encodePair(query: string, document: string): Tokens {
    if (!this.#fast) return this.#beginning(document, (prefix) => this.#tokenizer.encode(query, { text_pair: prefix }).ids);
    const { pieces, special } = this.#fast;
    const ids = [...special.pair.before];
    pieces.append(query, ids, Infinity);
    ids.push(...special.pair.between);
    pieces.append(document, ids, this.#maxTokens - special.pair.after.length);
    return this.#ended(ids, special.pair.after);
  }

  /** Words are separated by white space, so a prefix that ends there has the same first tokens as the whole. */
  #beginning(text: string, encode: (prefix: string) => number[]): Tokens {
    for (let length = this.#maxTokens * charactersPerToken; ; length *= 4) {
      const end = length < text.length ? nextSpace(text, length) : text.length;
      const ids = encode(text.slice(0, end));
      if (ids.length > this.#maxTokens) return { ids: this.#cut(ids), truncated: true };
      if (end === text.length) return { ids, truncated: false };
    }
  }

  #ended(ids: number[], after: readonly number[]): Tokens {
    const most = this.#maxTokens - after.length;
    const truncated = ids.length > most;
    if (truncated) ids.length = most;
    ids.push(...after);
    return { ids, truncated };
  }

  /** Keeps the beginning and the last id, which is the closing special token. */
  #cut(ids: readonly number[]): number[] {
    return [...ids.slice(0, this.#maxTokens - 1), ...ids.slice(-1)];
  }
}

/** White space that separates words for every tokenizer; others (form feed, U+FEFF) some of them drop from within a word. */
function nextSpace(text: string, from: number): number {
  const space = /[\t\n\r ]/g;
  space.lastIndex = from;
  return space.exec(text)?.index ?? text.length;
}
