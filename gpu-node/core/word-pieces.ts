/**
 * BERT's tokenisation (Devlin et al. 2019; WordPiece: Wu et al. 2016) ten times as fast as the library that reads any `tokenizer.json`: texts
 * repeat their words, so a word's pieces are found once. It gives what `@huggingface/tokenizers` gives, quirks included, or is not used.
 */
import type { Tokenizer } from "@huggingface/tokenizers";
import * as z from "zod";
import { RecentMap } from "./recent-map.ts";
import { charClass, isolated, separator } from "./word-borders.ts";

/** The tokenizers that this is for: uncased BERT as its authors made it. Others are left to the library. */
const descriptionSchema = z.object({
  model: z.object({
    type: z.literal("WordPiece"),
    vocab: z.record(z.string(), z.int()),
    unk_token: z.string(),
    continuing_subword_prefix: z.string(),
    max_input_chars_per_word: z.int().positive().default(100),
  }),
  normalizer: z.object({
    type: z.literal("BertNormalizer"),
    clean_text: z.literal(true),
    handle_chinese_chars: z.literal(true),
    lowercase: z.literal(true),
    strip_accents: z.boolean().nullable().optional(),
  }),
  pre_tokenizer: z.object({ type: z.literal("BertPreTokenizer") }),
  // One that holds white space could begin in one word and end in the next; one in small letters could come out of normalising.
  added_tokens: z.array(z.object({ id: z.int(), content: z.string().regex(/^[!-~]*[A-Z][!-~]*$/), normalized: z.literal(false) })),
});
type Description = z.infer<typeof descriptionSchema>;

/** Words remembered, of those as written and of those normalised. */
const remembered = 16_384;
/** Longer ones hardly ever come twice. */
const longestRemembered = 48;

/** What BERT's cleaning drops: controls (those that separate words never come here), format characters, private use, halves of pairs. */
const dropped = /[\0\ufffd\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const accents = /\p{Mn}/gu;
/** A run of letters, or one mark of punctuation: Unicode's, and every ASCII character that is neither letter nor digit. */
const words = /[^\s\p{P}!-/:-@[-`{-~]+|[\p{P}!-/:-@[-`{-~]/gu;
const plain = /^[!-~]*$/;

export class WordPieces {
  readonly #library: Tokenizer;
  readonly #vocabulary: ReadonlyMap<string, number>;
  readonly #unknown: readonly number[];
  readonly #prefix: string;
  readonly #mostCharacters: number;
  readonly #stripsAccents: boolean;
  readonly #added: readonly string[];
  /** UTF-16 units of the longest piece. */
  readonly #longestPiece: number;
  readonly #written = new RecentMap<readonly number[]>(remembered);
  readonly #normal = new RecentMap<readonly number[]>(remembered);

  private constructor(library: Tokenizer, { model, normalizer, added_tokens: added }: Description, unknown: number) {
    this.#library = library;
    this.#vocabulary = new Map([...Object.entries(model.vocab), ...added.map(({ content, id }) => [content, id] as const)]);
    this.#unknown = [unknown];
    this.#prefix = model.continuing_subword_prefix;
    this.#mostCharacters = model.max_input_chars_per_word;
    this.#stripsAccents = normalizer.strip_accents !== false;
    this.#added = added.map(({ content }) => content);
    this.#longestPiece = [...this.#vocabulary.keys()].reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  /** For a `tokenizer.json` and the library that read it; `undefined` when it is not of the kind that this can do. */
  static of(description: unknown, library: Tokenizer): WordPieces | undefined {
    const parsed = descriptionSchema.safeParse(description);
    if (!parsed.success) return undefined;
    const unknown = parsed.data.model.vocab[parsed.data.model.unk_token];
    return unknown === undefined ? undefined : new WordPieces(library, parsed.data, unknown);
  }

  /**
   * Appends the text's ids, without special tokens around them, to `ids` until the text ends or `ids` is longer than `most`; then the rest is
   * not looked at, and some ids beyond `most` may stand there.
   */
  append(text: string, ids: number[], most: number): void {
    let start = 0;
    for (let at = 0; at <= text.length; at++) {
      const kind = at === text.length ? separator : charClass(text.charCodeAt(at));
      if (kind !== separator && kind !== isolated) continue;
      if (at > start) this.#appendWritten(text.slice(start, at), ids);
      if (kind === isolated) this.#appendWritten(text.slice(at, at + 1), ids);
      if (ids.length > most) return;
      start = at + 1;
    }
  }

  /** `word` is what stands between white space: it is normalised as in any sentence, since nothing in BERT's rules looks across white space. */
  #appendWritten(word: string, ids: number[]): void {
    const known = this.#written.get(word);
    if (known) {
      for (const id of known) ids.push(id);
      return;
    }
    const found: number[] = [];
    if (this.#added.some((content) => word.includes(content))) {
      for (const id of this.#library.encode(word, { add_special_tokens: false }).ids) found.push(id);
    } else {
      for (const part of this.#normalised(word).match(words) ?? []) this.#appendNormal(part, found);
    }
    if (word.length <= longestRemembered) this.#written.set(word, found);
    for (const id of found) ids.push(id);
  }

  #normalised(word: string): string {
    if (plain.test(word)) return word.toLowerCase();
    const lower = word.replace(dropped, "").toLowerCase();
    return this.#stripsAccents ? lower.normalize("NFD").replace(accents, "") : lower;
  }

  #appendNormal(word: string, ids: number[]): void {
    const known = this.#normal.get(word) ?? this.#pieces(word);
    if (word.length <= longestRemembered) this.#normal.set(word, known);
    for (const id of known) ids.push(id);
  }

  /** The longest piece that the word begins with, then the longest that its rest begins with, and so on; unknown when one has none. */
  #pieces(word: string): readonly number[] {
    if (word.length > this.#mostCharacters && [...word].length > this.#mostCharacters) return this.#unknown;
    const ids: number[] = [];
    for (let start = 0; start < word.length;) {
      const prefix = start > 0 ? this.#prefix : "";
      let end = Math.min(word.length, start + this.#longestPiece);
      let id = this.#vocabulary.get(prefix + word.slice(start, end));
      while (id === undefined && --end > start) id = this.#vocabulary.get(prefix + word.slice(start, end));
      if (id === undefined) return this.#unknown;
      ids.push(id);
      start = end;
    }
    return ids;
  }
}
