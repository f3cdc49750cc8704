import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { foreignLanguage } from "./language.ts";

const fixtures = join(dirname(createRequire(import.meta.url).resolve("sentiment/package.json")), "test/fixtures");

/** What people write under thirty letters, in the languages of most reviews. The hand that wrote them chose the words that are looked for: of others fewer will be told. */
const short: Readonly<Record<string, readonly string[]>> = {
  deu: [
    "Das Gerät ist kaputt",
    "Leider stürzt die App ab",
    "Akku ist nach zwei Tagen leer",
    "Sehr gutes Produkt",
    "Geht nicht mehr an",
    "Viel zu teuer für das",
    "Funktioniert leider nicht",
    "Schlechte Qualität, nie wieder",
    "Ich bin sehr enttäuscht",
    "Kommt nicht mit Anleitung",
  ],
  fra: [
    "Ne marche pas du tout",
    "La batterie est morte",
    "Très mauvaise qualité",
    "Trop cher pour ce que c'est",
    "L'application plante toujours",
    "Je suis très déçu",
    "Produit cassé à l'arrivée",
    "Le son est horrible",
    "Rien à dire de plus",
    "Il ne charge plus",
  ],
  spa: [
    "La aplicación no funciona",
    "Muy mala calidad",
    "No carga la batería",
    "Se rompió en dos días",
    "Es demasiado caro",
    "No lo recomiendo para nada",
    "Llegó roto y sin manual",
    "El sonido es muy malo",
    "Nunca llegó mi pedido",
    "Está bien pero es caro",
  ],
  ita: [
    "Non funziona più niente",
    "La batteria non dura",
    "Qualità molto scarsa",
    "Troppo caro per quello che è",
    "L'app si chiude sempre",
    "Si è rotto dopo un giorno",
    "Sono molto deluso",
    "Il suono è pessimo",
  ],
  por: [
    "Não funciona mais",
    "A bateria não carrega",
    "Muito caro para isso",
    "Qualidade muito ruim",
    "O aplicativo fecha sozinho",
    "Quebrou em dois dias",
    "Não recomendo para ninguém",
    "O som é péssimo",
  ],
  nld: [
    "Werkt helaas niet meer",
    "De batterij is slecht",
    "Veel te duur voor dit",
    "Het scherm is kapot",
    "Ik ben erg teleurgesteld",
    "Na twee dagen stuk gegaan",
    "Geluid is niet goed",
    "De app crasht altijd",
  ],
  pol: [
    "Nie działa w ogóle",
    "Bardzo słaba jakość",
    "Bateria nie trzyma",
    "Za drogie jak na to",
    "Zepsuł się po tygodniu",
    "Nie polecam tego nikomu",
  ],
  swe: ["Fungerar inte alls", "Batteriet är dåligt", "Mycket dålig kvalitet", "Den gick sönder direkt", "Jag är inte nöjd"],
  tur: ["Hiç çalışmıyor bu ürün", "Çok kötü bir uygulama", "Pil çok çabuk bitiyor", "Bir hafta sonra bozuldu"],
  rus: ["Не работает совсем", "Очень плохое качество", "Сломался через день", "Приложение вылетает", "Батарея быстро садится"],
  ukr: ["Не працює взагалі", "Дуже погана якість", "Зламався за тиждень"],
  jpn: ["バッテリーがすぐ切れる", "音が悪いです", "すぐに壊れました", "高すぎる"],
  kor: ["배터리가 너무 빨리 닳아요", "소리가 나빠요", "바로 고장났어요"],
  cmn: ["电池坏了", "质量很差", "声音不好"],
  ell: ["Δεν λειτουργεί καθόλου", "Πολύ κακή ποιότητα"],
  ara: ["التطبيق لا يعمل", "الجودة سيئة جدا"],
  heb: ["לא עובד בכלל", "איכות גרועה מאוד"],
  tha: ["ใช้งานไม่ได้เลย"],
  hin: ["यह काम नहीं करता है"],
};
const all = Object.entries(short).flatMap(([language, texts]) => texts.map((text) => ({ language, text })));

describe("short texts that are not English", () => {
  it("are told from English, and named, at least nine of ten", () => {
    const missed = all.filter(({ text }) => foreignLanguage(text) === undefined);
    const misnamed = all.filter(({ language, text }) => ![language, undefined].includes(foreignLanguage(text)));
    const figures = {
      texts: all.length,
      recall: 1 - missed.length / all.length,
      named: 1 - (missed.length + misnamed.length) / all.length,
    };
    if (process.env["FIGURES"]) console.log(figures, missed);
    expect(figures.texts).toBeGreaterThan(90);
    expect(figures.recall).toBeGreaterThanOrEqual(0.9);
    expect(figures.named).toBeGreaterThanOrEqual(0.9);
  });

  it("are none of 36,000 pieces of three words of English reviews", () => {
    const pieces = ["amazon", "imdb", "yelp"].flatMap((name) =>
      (JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")) as { text: string }[]).flatMap(({ text }) => {
        const words = text.split(/\s+/);
        return words.map((_, i) => words.slice(i, i + 3).join(" "));
      }),
    );
    expect(pieces.length).toBeGreaterThan(36_000);
    // Longer pieces, which the network reads without anything around them, are beside the point.
    expect(pieces.filter((text) => (text.match(/\p{L}/gu)?.length ?? 0) < 30 && foreignLanguage(text) !== undefined)).toEqual([]);
  });

  it.each([
    "La Crosse makes it, no good",
    "El Niño hit us hard",
    "Les Paul copy, no sustain",
    "De Niro is great in it",
    "Café au lait machine leaks",
    "Déjà vu, broken again",
    "No es bueno, says my wife",
    "Über driver app is bad",
    "Mi band strap broke",
    "Die hard fan here",
    "Le Creuset pan chipped",
    "Pro Plus Max XL",
    "Bon appétit app crashes",
    "Señor Frog glass broke",
    "iPhone 12 mini case",
    "Nokia 3310 battery",
    "Vis-à-vis pens dry out",
    "Piñata arrived crushed",
    "Jalapeño flavor is bland",
    "Das Boot on DVD skips",
    "Les Misérables DVD skips",
    "La La Land skips",
    "Per se it is fine",
    "App crashes on Galaxy",
    "Ω resistor value wrong",
  ])("are not these: %s", (text) => expect(foreignLanguage(text)).toBeUndefined());
});
