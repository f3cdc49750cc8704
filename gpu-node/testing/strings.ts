/** Strings on which tokenisers differ: from all planes of Unicode, from what is known to go wrong, and from real sentences broken up. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Ranges of code points, both ends included: every kind that BERT's rules treat in a way of its own. */
const ranges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e], // ASCII
  [0x00, 0x1f], // controls, among them tab, line feed, form feed
  [0x7f, 0x9f], // more controls
  [0xa0, 0x24f], // Latin with accents, no-break space, soft hyphen
  [0x300, 0x36f], // combining accents
  [0x370, 0x52f], // Greek (final sigma), Cyrillic
  [0x590, 0x6ff], // Hebrew, Arabic: right to left, with points
  [0x900, 0xdff], // Indic scripts: vowel signs, viramas
  [0xe00, 0xe7f], // Thai: no spaces
  [0x1100, 0x11ff], // Hangul letters
  [0x1680, 0x1680],
  [0x1e00, 0x1fff], // more Latin and Greek with accents
  [0x2000, 0x206f], // spaces, joiners, directions, punctuation
  [0x20a0, 0x2bff], // signs, arrows, shapes
  [0x3000, 0x30ff], // ideographic space and punctuation, kana
  [0x3400, 0x9fff], // ideographs
  [0xac00, 0xd7a3], // Hangul syllables
  [0xd800, 0xdfff], // halves of surrogate pairs
  [0xe000, 0xf8ff], // private use
  [0xf900, 0xfaff], // compatibility ideographs
  [0xfb00, 0xfdff], // ligatures, Arabic forms
  [0xfe00, 0xfe6f], // variation selectors, small forms
  [0xfeff, 0xfeff], // byte order mark
  [0xff00, 0xffff], // full width, specials, U+FFFD
  [0x1_0000, 0x1_0fff],
  [0x1_d400, 0x1_d7ff], // mathematical letters
  [0x1_e900, 0x1_e95f], // Adlam: letters of two cases outside the basic plane
  [0x1_f1e6, 0x1_f1ff], // flags
  [0x1_f300, 0x1_faff], // emoji
  [0x2_0000, 0x2_fa1f], // ideographs outside the basic plane
  [0xe_0000, 0xe_01ef], // tags, more variation selectors
  [0x0, 0x10_ffff],
];

/** Pieces in which several characters depend on one another. */
const traps = [
  ..."[CLS] [SEP] [MASK] [PAD] [UNK] [cls] [CL\0S] [[SEP]] x[SEP]y ##ing don't it's U.S.A. 3.14 1,000 e-mail C++ https://a.b/c?d=e#f".split(
    " ",
  ),
  "ΑΣ ΣΑΣ' ΌΣΟΣ. ας",
  "İstanbul ıIiİ",
  "Straße GROẞ",
  "e\u0301 é E\u0301 É",
  "\u0301a",
  "a\u0301\u0327 a\u0327\u0301",
  "ﬁﬂ ǅ Ǆ Å Å K Ω",
  "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪",
  "中文和English混在一起",
  "日本語のテキスト。",
  "한국어 각 각",
  "ไทยไม่มีช่องว่าง",
  "שָׁלוֹם עולם",
  "مَرْحَبًا \u200fabc\u200e",
  "a\u200bb\u00adc\u2060d\ufeffe",
  "a\u000bb\u000cc\u0085d\u2028e\u2029f",
  "\ud83d \ude00 \ud83d\u200d\ude00",
  "﷽ ꙮ 𝒜𝓫𝟙 ½ ² ①",
  "a".repeat(99),
  "a".repeat(100),
  "a".repeat(101),
  "é".repeat(100),
  "e\u0301".repeat(101),
  "𝒜".repeat(100),
  "𝒜".repeat(101),
  "ab-".repeat(40),
  "supercalifragilisticexpialidocious antidisestablishmentarianism",
] as const;
const spaces = [" ", " ", " ", "  ", "\n", "\t", "\r\n", "", "", "\u00a0", "\u3000", "\u2003", "\f"] as const;

/** An endless row of strings, the same for the same seed. `sentences` are real texts, which are quoted, cut, joined and mutilated. */
export function* oddStrings(seed: number, sentences: readonly string[]): Generator<string> {
  const random = xoroshiro128plus(seed);
  const upTo = (most: number) => uniformInt(random, 0, most);
  const one = <T>(from: readonly T[]): T => {
    const chosen = from[upTo(from.length - 1)];
    if (chosen === undefined) throw new RangeError("nothing to choose from");
    return chosen;
  };
  const character = () => {
    const [first, last] = one(ranges);
    return String.fromCodePoint(uniformInt(random, first, last));
  };
  const ofOneRange = () => {
    const [first, last] = one(ranges);
    return Array.from({ length: 1 + upTo(12) }, () => String.fromCodePoint(uniformInt(random, first, last))).join("");
  };
  const sentence = () => one(sentences);
  const inserted = (text: string) => {
    const at = upTo(text.length);
    return text.slice(0, at) + one([character, () => one(traps), ofOneRange])() + text.slice(at + upTo(2));
  };
  const piece = () => one([character, character, ofOneRange, ofOneRange, () => one(traps), () => one(sentence().split(" "))])();
  const kinds: readonly (() => string)[] = [
    () => Array.from({ length: 1 + upTo(10) }, () => piece() + one(spaces)).join(""),
    () => Array.from({ length: 1 + upTo(20) }, character).join(""),
    () => inserted(inserted(sentence())),
    () => one([(text: string) => text.toUpperCase(), (text: string) => text.normalize("NFD"), (text: string) => text])(piece() + piece()),
  ];
  for (;;) yield one(kinds)();
}
