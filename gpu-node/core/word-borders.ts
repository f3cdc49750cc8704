/** Where BERT's words certainly end: a table of what each UTF-16 unit means for that. */

/** Part of a word, or dropped from within it. */
const inside = 0;
/** White space that cleaning keeps. */
export const separator = 1;
/** An ideograph: a word of its own. */
export const isolated = 2;

/**
 * Tab, line feed, carriage return and every space of Unicode. The other controls that JavaScript calls white space, and U+FEFF, are dropped by
 * BERT's cleaning, so that what stands on both sides is one word.
 */
const separators = /[\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
/** The ideographs of the basic plane. Those beyond it are not set apart by `@huggingface/tokenizers`, which looks at UTF-16 units. */
const ideographs = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;

const classes = Uint8Array.from({ length: 0x1_0000 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (separators.test(character)) return separator;
  return ideographs.test(character) ? isolated : inside;
});

/** Whether the unit ends a word, is one, or belongs to one. */
export function charClass(unit: number): number {
  return classes[unit] ?? inside;
}
