/** The two fonts of a report, which every reader of PDF has: widths of their characters (Adobe's metrics), and what stands for those that they lack. */

export type FontName = "regular" | "bold";

/** In thousandths of the font's size, from code 32 on; 0 where the encoding has no character. */
const widths: Record<FontName, readonly number[]> = {
  regular: [
    [
      278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
      278, 584, 584, 584, 556,
    ],
    [
      1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667,
      611, 278, 278, 278, 469, 556,
    ],
    [
      333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500,
      334, 260, 334, 584, 0,
    ],
    [
      556, 0, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0, 0, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500,
      333, 944, 0, 500, 500,
    ],
    [
      278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365,
      556, 834, 834, 834, 611,
    ],
    [
      667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722,
      722, 722, 722, 667, 667, 611,
    ],
    [
      556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556,
      556, 556, 500, 556, 500,
    ],
  ].flat(),
  bold: [
    [
      278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333,
      333, 584, 584, 584, 611,
    ],
    [
      975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611,
      333, 278, 333, 584, 556,
    ],
    [
      333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500,
      389, 280, 389, 584, 0,
    ],
    [
      556, 0, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 0, 611, 0, 0, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556,
      333, 944, 0, 500, 556,
    ],
    [
      278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365,
      556, 834, 834, 834, 611,
    ],
    [
      722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722,
      722, 722, 722, 667, 667, 611,
    ],
    [
      556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278, 611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611,
      611, 611, 556, 611, 556,
    ],
  ].flat(),
};

/** Characters of codes 128 to 159 in the encoding WinAnsi (ISO 32000-1, annex D.2); the others have the codes of Unicode. */
const special =
  "\u20ac\0\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\0\u017d\0\0\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\0\u017e\u0178";
const codes = new Map([...special].flatMap((sign, i) => (sign === "\0" ? [] : [[sign, 128 + i] as const])));
/** What other characters are written as everywhere. */
const plain: Record<string, string> = {
  "\u2212": "-",
  "\u2264": "<=",
  "\u2265": ">=",
  "\u2248": "~",
  "\u2192": "->",
  "\u2190": "<-",
  "\u2010": "-",
  "\u2011": "-",
};

/** The text with what the fonts lack in view: `[U+1F600]`. What shows as nothing anyway is left out. */
export function printable(text: string): string {
  return Array.from(text.normalize("NFC"), (sign) => {
    if (codeOf(sign) !== undefined) return sign;
    if (/^[\p{Cc}\p{Cf}\p{Mn}\s]$/u.test(sign)) return /\s/.test(sign) ? " " : "";
    return plain[sign] ?? `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
  }).join("");
}

/** Of a printable text, in points. */
export function widthOf(text: string, font: FontName, size: number): number {
  let total = 0;
  for (const sign of text) total += widths[font][(codeOf(sign) ?? 32) - 32] ?? 0;
  return (total * size) / 1000;
}

/** A printable text as a string of PDF, in ASCII. */
export function literal(text: string): string {
  const signs = Array.from(text, (sign) => {
    const code = codeOf(sign) ?? 32;
    if (code > 126) return `\\${code.toString(8)}`;
    return sign === "(" || sign === ")" || sign === "\\" ? `\\${sign}` : sign;
  });
  return `(${signs.join("")})`;
}

function codeOf(sign: string): number | undefined {
  const code = sign.codePointAt(0) ?? 0;
  if ((code >= 32 && code <= 126) || (code >= 161 && code <= 255 && code !== 173)) return code;
  return codes.get(sign);
}
