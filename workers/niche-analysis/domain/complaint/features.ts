/** What the complaint model sees of a sentence: its words, and for the words after a negation also that they were negated. */

/** They carry the grammar of full sentences, which the training snippets lack: left in, they would mark every sentence as a complaint. */
const grammarWords = new Set(
  "i me my we our you your he she it its it's they them their this that these those a an the and or of at by for with about to from in on is am are was were be been being have has had do does did i'm i've i'd i'll as if then than so there here when where which who what how also just very really all any some will would can could".split(
    " ",
  ),
);
const negation = /^(?:no|not|never|cannot|without|nothing|neither|nor|hardly|lack|lacks|lacking)$|n't$/;
/** How many words a negation reaches. */
const negationReach = 4;

/**
 * Distinct features of a text, sorted: `word`, and `!word` within reach of a negation; exclamation and question marks are words.
 * Lower case, typographic apostrophes made plain.
 */
export function complaintFeatures(text: string): string[] {
  const found = new Set<string>();
  let negated = 0;
  for (const [word] of text
    .toLowerCase()
    .replaceAll("’", "'")
    .matchAll(/[a-z]+(?:'[a-z]+)?|[!?]/g)) {
    if (negation.test(word)) negated = negationReach;
    else if (negated > 0) {
      negated--;
      found.add(`!${word}`);
    }
    if (!grammarWords.has(word)) found.add(word);
  }
  return [...found].toSorted();
}
