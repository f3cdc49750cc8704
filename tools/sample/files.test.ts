import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sampleNiches } from "../../contracts/sample/workspace.ts";
import { bundledSentences } from "../demo/bundled-evidence.ts";
import { sampleFiles } from "./files.ts";
import { inventedPosts } from "./posts.ts";

const files = sampleFiles();
const rowsOf = (name: string) =>
  (files.get(name) ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);

describe("the files of the sample", () => {
  it("are those that its niches name, the same bytes each time, and small", () => {
    expect([...files.keys()].toSorted()).toEqual(sampleNiches.flatMap((niche) => niche.files.map(({ name }) => name)).toSorted());
    expect(sampleFiles()).toEqual(files);
    const packed = [...files.values()].reduce((sum, content) => sum + gzipSync(content).length, 0);
    expect(packed).toBeLessThan(100_000);
  });

  it("hold every bundled sentence as it is, and what is invented apart from them", () => {
    const texts = (name: string) => rowsOf(name).map(({ text }) => text);
    expect(texts("sample-phone-sentences.jsonl")).toEqual(bundledSentences("amazon"));
    expect(bundledSentences("yelp")).toEqual(expect.arrayContaining(texts("sample-restaurant-sentences.jsonl")));
    expect(texts("sample-phone-invented-posts.jsonl")).toEqual(inventedPosts());
  });

  it("say in every name, writer, conversation and first line what is invented", () => {
    for (const name of files.keys()) expect(name).toMatch(/^sample-/);
    for (const [name, content] of files) {
      if (name.endsWith(".csv"))
        expect([name, content.split("\n")[0]]).toEqual([name, expect.stringMatching(/^Sample data: .* is invented$/)]);
      else
        for (const { author, thread } of rowsOf(name))
          expect([author, thread]).toEqual([expect.stringMatching(/^invented-person-\d+$/), expect.stringMatching(/^invented-thread-/)]);
    }
  });

  it("are dated over four whole years, with more towards the end", () => {
    const years = rowsOf("sample-phone-sentences.jsonl").map(({ date = "" }) => date.slice(0, 4));
    const counts = ["2022", "2023", "2024", "2025"].map((year) => years.filter((one) => one === year).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });
});
