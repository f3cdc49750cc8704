import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { foreignLanguage } from "./language.ts";

const fixtures = join(dirname(createRequire(import.meta.url).resolve("sentiment/package.json")), "test/fixtures");
const reviews = ["amazon", "imdb", "yelp"].flatMap((name) =>
  (JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")) as { text: string }[]).map(({ text }) => text),
);

describe("the language of a text", () => {
  it.each([
    ["deu", "Der Akku ist schon nach zwei Stunden leer und der Kundendienst antwortet nicht."],
    ["fra", "La batterie se décharge en deux heures et le service client ne répond jamais."],
    ["spa", "La batería se agota en dos horas y nadie contesta en atención al cliente."],
    ["ita", "La batteria dura solo due ore e il servizio clienti non risponde."],
    ["por", "A bateria acaba em duas horas e o atendimento não responde."],
    ["nld", "De accu is na twee uur leeg en de klantenservice reageert niet."],
    ["pol", "Bateria wystarcza tylko na dwie godziny, a obsługa nie odpowiada."],
    ["tur", "Pil iki saatte bitiyor ve müşteri hizmetleri cevap vermiyor."],
    ["cmn", "电池两个小时就没电了,客服也不回复。"],
    ["jpn", "バッテリーは二時間で切れて、サポートも返事がない。"],
    ["rus", "Аккумулятор садится за два часа, а поддержка не отвечает."],
  ])("is %s: %s", (language, text) => expect(foreignLanguage(text)).toBe(language));

  it.each([
    "Excellent sound, excellent value!",
    "I ordered the Schadenfreude Kindergarten Doppelgänger case and it never came.",
    "CHEAP CHEAP CHEAP.",
    "👍👍👍",
    "好",
  ])("is not said of what could be English or says too little: %s", (text) => expect(foreignLanguage(text)).toBeUndefined());

  it("is English for all 3,000 sentences of reviews", () => {
    const taken = reviews.filter((text) => foreignLanguage(text) !== undefined);
    expect(reviews.length).toBeGreaterThan(2_900);
    expect(taken.length).toBe(0);
  });
});
