import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { preparedForTests, reviews } from "../testing/prepared.ts";
import { SentenceTokenizer } from "./sentence-tokenizer.ts";

let json: string;
let tokenizer: SentenceTokenizer;
beforeAll(async () => {
  json = readFileSync((await preparedForTests()).tokenizerPath, "utf8");
  tokenizer = new SentenceTokenizer(json, 256);
}, 60_000);

describe("tokenising", () => {
  it("gives BERT's ids between [CLS] and [SEP]", () => {
    // Devlin et al. 2019, vocabulary bert-base-uncased: hello 7592, world 2088, ! 999.
    expect(tokenizer.encode("Hello world!")).toEqual({ ids: [101, 7592, 2088, 999, 102], truncated: false });
  });

  it("cuts to the limit, keeping [SEP], and says so", () => {
    const { ids, truncated } = tokenizer.encode("good ".repeat(300));
    expect([ids.length, ids[0], ids[255], truncated]).toEqual([256, 101, 102, true]);
    expect(tokenizer.encode("good ".repeat(254))).toMatchObject({ truncated: false, ids: { length: 256 } });
    expect(tokenizer.encode("good ".repeat(255)).truncated).toBe(true);
  });

  it("reads of a text of megabytes what it reads of its beginning", () => {
    const long = reviews(1_000).join(" ").repeat(40);
    expect(long.length).toBeGreaterThan(2_000_000);
    const started = performance.now();
    const { ids } = tokenizer.encode(long);
    expect(performance.now() - started).toBeLessThan(200);
    expect(ids).toEqual(tokenizer.encode(long.slice(0, 20_000)).ids);
  });

  it("never looks at half a word: one that crosses the first look counts whole", () => {
    // The first look ends at character 4,096, inside "excellent", whose half would be three tokens and would push the text over the limit.
    const text = `${"good ".repeat(253).padEnd(4_090)}excellent`;
    const { ids, truncated } = tokenizer.encode(text);
    expect([ids.length, ids[254], truncated]).toEqual([256, 6581, false]);
  });

  it("finds the same tokens when the first look ends inside spaces or words without end", () => {
    const spaced = `${" ".repeat(10_000)}good case`;
    expect(tokenizer.encode(spaced)).toEqual({ ids: tokenizer.encode("good case").ids, truncated: false });
    const endless = `${"x".repeat(10_000)} good`;
    expect(tokenizer.encode(endless).ids).toEqual([101, 100, 2204, 102]);
  });
});
