/** The word cache against the library that it stands in for: the same tokens of every string, in a tenth of the time. */
import { readFileSync } from "node:fs";
import { SentenceTokenizer } from "../gpu-node/core/sentence-tokenizer.ts";
import { preparedForTests, reviews } from "../gpu-node/testing/prepared.ts";
import { oddStrings } from "../gpu-node/testing/strings.ts";
import { compared, type Bench, type Figure } from "./figures.ts";
import { benchTexts } from "./inference/texts.ts";

const maxTokens = 256;
const strings = { whole: 120_000, quick: 5_000 } as const;
const codePoints = 0x11_0000;
const rounds = 5;

export const tokenizerBench: Bench = {
  name: "tokenizer",
  about:
    "token ids of the word cache against those of @huggingface/tokenizers, on odd strings and on every code point, and how fast both are",
  async run({ quick }) {
    const json = readFileSync((await preparedForTests()).tokenizerPath, "utf8");
    const [fast, library] = [new SentenceTokenizer(json, maxTokens), new SentenceTokenizer(json, maxTokens, "library")];
    const differs = (text: string) => {
      const pair = text === "" ? [] : [fast.encodePair("is it loud?", text), library.encodePair("is it loud?", text)];
      return JSON.stringify([fast.encode(text), pair[0]]) !== JSON.stringify([library.encode(text), pair[1]]);
    };
    const count = quick ? strings.quick : strings.whole;
    const odd = oddStrings(quick ? 1 : 20_261_129, reviews(2_900));
    let wrong = 0;
    for (let n = 0; n < count; n++) if (differs(odd.next().value ?? "")) wrong++;
    let wrongPoints = 0;
    const step = quick ? 61 : 1;
    for (let point = 0; point < codePoints; point += step) {
      const character = String.fromCodePoint(point);
      const text = `a${character}b ${character} É${character}s`;
      if (JSON.stringify(fast.encode(text)) !== JSON.stringify(library.encode(text))) wrongPoints++;
    }
    return [
      none(`strings of ${count.toLocaleString("en-US")} with other tokens, alone or as a document`, wrong),
      none(
        `code points of ${Math.ceil(codePoints / step).toLocaleString("en-US")} with other tokens within, between and before words`,
        wrongPoints,
      ),
      speed(fast, library),
    ];
  },
};

function none(name: string, value: number): Figure {
  return { name, unit: "", value, bar: { atMost: 0 } };
}

function speed(fast: SentenceTokenizer, library: SentenceTokenizer): Figure {
  const texts = benchTexts(1_024);
  const rate = (tokenizer: SentenceTokenizer) => {
    const before = process.cpuUsage();
    const tokens = texts.reduce((sum, text) => sum + tokenizer.encode(text).ids.length, 0);
    const { user, system } = process.cpuUsage(before);
    return tokens / ((user + system) / 1e6);
  };
  const samples: Record<"own" | "bare", number[]> = { own: [], bare: [] };
  for (const tokenizer of [fast, library]) rate(tokenizer);
  for (let round = 0; round < rounds; round++) {
    samples.bare.push(rate(library));
    samples.own.push(rate(fast));
  }
  const baseline = { name: "@huggingface/tokenizers", samples: samples.bare };
  return compared("word cache", "tokens/CPU-s", samples.own, baseline, { atLeast: 5 });
}
