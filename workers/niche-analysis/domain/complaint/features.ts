/** What the complaint model sees of a sentence: its words, which of them a negation turns, and which follow each other. */

/** Alone they carry the grammar of full sentences, which the training snippets lack, and no opinion. */
const grammarWords = new Set(
  "i me my we our you your he she it its it's they them their this that these those a an the and or of at by for with about to from in on is am are was were be been being have has had do does did i'm i've i'd i'll as if then than so there here when where which who what how also just very really all any some will would can could".split(
    " ",
  ),
);
const negation = /^(?:no|not|never|cannot|without|nothing|neither|nor|hardly|lack|lacks|lacking)$|n't$/;
/** How many words a negation reaches. */
const negationReach = 4;

/**
 * Distinct features of a text, sorted: each word but those of grammar, within reach of a negation as `!word` instead, and each pair of words that
 * follow each other, of grammar too. Exclamation and question marks are words. Lower case, typographic apostrophes made plain.
 */
export function complaintFeatures(text: string): string[] {
  const found = new Set<string>();
  let [negated, before] = [0, ""];
  for (const [word] of text
    .toLowerCase()
    .replaceAll("’", "'")
    .matchAll(/[a-z]+(?:'[a-z]+)?|[!?]/g)) {
    const turned = !negation.test(word) && negated > 0;
    negated = negation.test(word) ? negationReach : Math.max(0, negated - 1);
    if (turned) found.add(`!${word}`);
    else if (!grammarWords.has(word)) found.add(word);
    if (before !== "") found.add(`${before} ${word}`);
    before = word;
  }
  return [...found].toSorted();
}
