import lande from "lande";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CharacterTokenizer } from "../core/character-tokenizer.ts";
import { padRows } from "../core/token-batch.ts";
import { languageChoice, languages } from "../models/language-model.ts";
import { quietStore } from "../models/store-context.ts";
import { value } from "../testing/prepared.ts";
import { LanguageEngine } from "./language-engine.ts";

let engine: LanguageEngine;
beforeAll(async () => (engine = value(await LanguageEngine.start(languages))));
afterAll(() => engine.close());

async function probabilities(texts: readonly string[]): Promise<Record<string, number>[]> {
  const tokenizer = new CharacterTokenizer(2_000);
  const { vectors } = value(await engine.run(0, padRows(texts.map((text) => Int32Array.from(tokenizer.encode(text).ids)))));
  return texts.map((_, row) => Object.fromEntries(languages.map((language, i) => [language, vectors[row * languages.length + i] ?? NaN])));
}

const likeliest = (of: Record<string, number>) => Object.entries(of).toSorted(([, a], [, b]) => b - a)[0]?.[0];

describe("language identification", () => {
  it("tells languages by their ISO 639-3 code, the package's own numbers in our order", async () => {
    const texts = {
      eng: "The battery lasts about ten hours, which is less than they say on the box.",
      deu: "Der Akku hält ungefähr zehn Stunden, das ist weniger, als auf der Verpackung steht.",
      fra: "La batterie dure environ dix heures, ce qui est moins que ce qui est indiqué sur la boîte.",
      spa: "La batería dura unas diez horas, que es menos de lo que dicen en la caja del producto.",
      rus: "Аккумулятор держит около десяти часов, это меньше, чем написано на коробке.",
      jpn: "バッテリーは約十時間もちますが、箱に書いてある時間より短いです。",
      ara: "تدوم البطارية حوالي عشر ساعات وهذا أقل مما هو مكتوب على العلبة.",
    };
    const given = await probabilities(Object.values(texts));
    expect(given.map(likeliest)).toEqual(Object.keys(texts));
    for (const [row, text] of Object.values(texts).entries()) {
      expect(given[row]).toEqual(Object.fromEntries(lande(text).map(([language, p]) => [language, Math.fround(p)])));
      expect(Object.values(given[row] ?? {}).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
    }
  });

  it("names no language where there is not a letter", async () => {
    for (const of of await probabilities(["12:30 — 5/5 !!!", "🦊"]))
      expect(new Set(Object.values(of))).toEqual(new Set([Math.fround(1 / 50)]));
  });

  it("has the labels that the package has, and refuses another package", async () => {
    expect(
      lande("a")
        .map(([language]) => language)
        .toSorted(),
    ).toEqual(languages);
    const model = value(await languageChoice.make("", quietStore));
    expect(model).toMatchObject({ name: "lande", task: "classification", dimensions: 50, labels: languages });
  });
});

it("texts become characters and texts again, cut at the limit but not in the middle of one", () => {
  const tokenizer = new CharacterTokenizer(5);
  expect(tokenizer.encode("abcd🦊")).toEqual({ ids: [97, 98, 99, 100], truncated: true });
  expect(tokenizer.encode("abc🦊")).toMatchObject({ truncated: false });
  expect(tokenizer.encode("abc🦊").ids).toHaveLength(5);
});
