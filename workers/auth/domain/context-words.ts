/**
 * Words that a guesser tries here because of where "here" is (ASVS 6.1.2 and 6.2.11). A password is refused when little but such words is in it: those
 * below, and the names of the person and of their organisation. Pure.
 */

/** The product, what it is about, who is in it, and what the parts of it are called. */
export const contextWords: readonly string[] =
  "paissive niche niches evidence market marketing price pricing projection campaign persona agent agents team teams model models node nodes founder owner admin administrator editor contributor viewer operator member organisation organization company account welcome login signin secret password passwort".split(
    " ",
  );

/** So many characters beside the words make a password of one's own. */
const ownLetters = 4;
/** Parts of names that are shorter stand in too many words. */
const shortestName = 4;

const digitsForLetters: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** True when less than four letters are left of the password without words of the context, digits and marks; also with digits in the place of letters. */
export function isOfContext(password: string, names: readonly string[] = []): boolean {
  const parts = names.flatMap((name) => lettersOf(name.toLowerCase()).split(" ")).filter((part) => part.length >= shortestName);
  // Longer words first: "niches" is not "niche" and an "s".
  const words = [...contextWords, ...parts].toSorted((a, b) => b.length - a.length);
  const lower = password.toLowerCase();
  const spelt = Array.from(lower, (character) => digitsForLetters[character] ?? character).join("");
  return [lower, spelt].some((text) => {
    const without = words.reduce((rest, word) => rest.replaceAll(word, " "), lettersOf(text, ""));
    const found = without.includes(" ");
    return found && without.replaceAll(" ", "").length < ownLetters;
  });
}

/** Only letters; everything else becomes `between`. */
function lettersOf(text: string, between = " "): string {
  return text.replaceAll(/[^\p{L}\p{M}]+/gu, between);
}
