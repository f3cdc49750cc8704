import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { preparedForTests, reviews } from "../testing/prepared.ts";
import { oddStrings } from "../testing/strings.ts";
import { SentenceTokenizer } from "./sentence-tokenizer.ts";

const maxTokens = 64;
let description: { normalizer: object; added_tokens: object[]; model: { vocab: Record<string, number> } };
/** The same kind with few words: quick to open. */
let small: typeof description;
let fast: SentenceTokenizer;
let library: SentenceTokenizer;
beforeAll(async () => {
  description = JSON.parse(readFileSync((await preparedForTests()).tokenizerPath, "utf8"));
  const vocab = Object.fromEntries(
    Object.entries(description.model.vocab).filter(([word], n) => n < 1_500 || /^(good|one|two|cafe|##s)$/.test(word)),
  );
  small = { ...description, model: { ...description.model, vocab } };
  [fast, library] = [read(description), read(description, "library")];
}, 60_000);

function read(tokenizer: object, way?: "library"): SentenceTokenizer {
  return new SentenceTokenizer(JSON.stringify(tokenizer), maxTokens, way);
}

describe("the word cache", () => {
  it("gives what the library gives, of 3,000 strings from all of Unicode and of real sentences, alone and behind a query", () => {
    expect([fast.fast, library.fast]).toEqual([true, false]);
    const query = "is it loud? [MASK]";
    const strings = oddStrings(20_261_129, reviews(500));
    const wrong: string[] = [];
    for (let n = 0; n < 3_000; n++) {
      const text = strings.next().value ?? "";
      const told = (by: SentenceTokenizer) => JSON.stringify([by.encode(text), n % 10 === 0 && text !== "" && by.encodePair(query, text)]);
      if (told(fast) !== told(library)) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  it("does not change with what it has seen: the first time and the second, before and after it forgot", () => {
    const texts = reviews(200);
    const [first, second] = [texts.map((text) => fast.encode(text)), texts.map((text) => fast.encode(text))];
    // More words than are remembered.
    for (let n = 0; n < 20_000; n += 50) fast.encode(Array.from({ length: 50 }, (_, i) => `word${n + i}`).join(" "));
    expect(second).toEqual(first);
    expect(texts.map((text) => fast.encode(text))).toEqual(first);
  });

  it("cuts a text of megabytes without reading it all, also one without any white space", () => {
    for (const long of ["good ".repeat(1_000_000), "中文".repeat(1_000_000)]) {
      const times = Array.from({ length: 5 }, () => {
        const started = performance.now();
        const { ids, truncated } = fast.encode(long);
        expect([ids.length, truncated]).toEqual([maxTokens, true]);
        return performance.now() - started;
      });
      // The quickest of five: whatever else the machine does may hold up any one of them.
      expect(Math.min(...times)).toBeLessThan(100);
    }
  });

  it("keeps accents where the tokenizer does", () => {
    const keeping = { ...small, normalizer: { ...small.normalizer, strip_accents: false } };
    const kept = read(keeping).encode("café Åse");
    expect(read(keeping).fast).toBe(true);
    expect(kept).toEqual(read(keeping, "library").encode("café Åse"));
    expect(kept).not.toEqual(read(small).encode("café Åse"));
  });

  it.each([
    ["keeps capitals", () => ({ normalizer: { ...small.normalizer, lowercase: false } })],
    ["keeps controls", () => ({ normalizer: { ...small.normalizer, clean_text: false } })],
    ["has added tokens with white space", () => ({ added_tokens: [...small.added_tokens, { id: 9, content: "A B", normalized: false }] })],
    ["has added tokens that are normalised", () => ({ added_tokens: [{ id: 9, content: "[X]", normalized: true }] })],
    ["puts nothing behind its texts", () => ({ post_processor: null })],
    ["is of another kind", () => ({ pre_tokenizer: { type: "Whitespace" } })],
  ])("leaves a tokenizer to the library that %s", (_, changes) => {
    const other = read({ ...small, ...changes() });
    expect(other.fast).toBe(false);
    expect(other.encode("A B, good café\u0000s.")).toEqual(read({ ...small, ...changes() }, "library").encode("A B, good café\u0000s."));
  });
});
