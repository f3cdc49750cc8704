/** Languages by their letters: scripts that few languages write, and letters that tell apart those that share one. */
import { undetermined } from "./undetermined.ts";

/** By ISO 15924's names in Unicode, in the order in which they are looked for; a Japanese text has kana among its Han. */
const scripts: readonly (readonly [script: RegExp, language: (text: string) => string | undefined])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, () => "jpn"],
  [/\p{Script=Hangul}/gu, () => "kor"],
  [/\p{Script=Han}/gu, () => "cmn"],
  [/\p{Script=Cyrillic}/gu, cyrillic],
  [
    /\p{Script=Arabic}/gu,
    (text) => (/[ٹڈڑےں]/.test(text) ? "urd" : /[پچژگک]/.test(text) ? "fas" : /[ةىأإؤئ]|(?:^|\s)ال/.test(text) ? "ara" : undefined),
  ],
  [/\p{Script=Greek}/gu, () => "ell"],
  [/\p{Script=Hebrew}/gu, () => "heb"],
  [/\p{Script=Thai}/gu, () => "tha"],
  [
    /\p{Script=Devanagari}/gu,
    (text) => (/ळ/.test(text) ? "mar" : /(?:^|\s)(?:है|हैं|नहीं|और|के|की|का|में|से)(?=[\s।,.!?]|$)/.test(text) ? "hin" : undefined),
  ],
  [/\p{Script=Bengali}/gu, () => "ben"],
  [/\p{Script=Tamil}/gu, () => "tam"],
  [/\p{Script=Telugu}/gu, () => "tel"],
  [/\p{Script=Gujarati}/gu, () => "guj"],
  [/\p{Script=Kannada}/gu, () => "kan"],
  [/\p{Script=Malayalam}/gu, () => "mal"],
  [/\p{Script=Georgian}/gu, () => "kat"],
  [/\p{Script=Armenian}/gu, () => "hye"],
  [/[\p{L}--\p{Script=Latin}]/gv, () => undefined],
];

/** Words of Russian that neither Bulgarian nor Serbian has, and of Bulgarian that Russian has not. */
const russian =
  /(?:^|[^\p{L}])(?:что|это|как|так|для|нет|после|очень|только|если|или|все|он|она|мне|меня|было|есть|уже|два|когда|почему|совсем)(?![\p{L}])|(?:тся|ться|ется|ится|ает|ает|ует|ого|его)(?![\p{L}])/u;
const bulgarian = /(?:^|[^\p{L}])(?:че|съм|със|няма|много|като|този|това|тази|след|още|защо)(?![\p{L}])|(?:ът|ите|ята)(?![\p{L}])/u;

function cyrillic(written: string): string | undefined {
  const text = written.toLowerCase();
  if (/[ђћ]/.test(text)) return "srp";
  if (/[ѓќѕ]/.test(text)) return "mkd";
  if (/ў/.test(text)) return "bel";
  if (/[іїєґ]/.test(text)) return "ukr";
  if (/[ыэё]/.test(text)) return "rus";
  if (/[јљњџ]/.test(text)) return undefined;
  if (bulgarian.test(text)) return "bul";
  return russian.test(text) || /ь(?!о)/.test(text) ? "rus" : undefined;
}

/** The language of a text whose letters are mostly of another script than ours; `und` where several are written in it. Undefined for Latin letters. */
export function languageOfScript(text: string): string | undefined {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (latin >= letters - latin) return undefined;
  const counted = scripts.map(([script, language]) => ({ count: text.match(script)?.length ?? 0, language }));
  const [kana] = counted;
  // Japanese writes as many Han as kana, or more.
  if (kana && kana.count >= 2 && kana.count >= letters / 10) return "jpn";
  const most = counted.toSorted((a, b) => b.count - a.count)[0];
  return most?.language(text) ?? undetermined;
}
