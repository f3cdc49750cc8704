/** The CMU pronouncing dictionary, read as syllable counts. Only builds and tests import it: it is 4.7 MB. */
import { dictionary } from "cmu-pronouncing-dictionary";

/** Words of letters and apostrophes with the syllables of their first pronunciation; spelled-out punctuation is left out. */
export function dictionarySyllables(): [word: string, syllables: number][] {
  return Object.entries(dictionary)
    .filter(([word]) => /^[a-z][a-z']*$/.test(word))
    .map(([word, pronunciation]) => [word, vowelsOf(pronunciation)]);
}

/** Syllables of a pronunciation: its vowels, which are the sounds with a stress digit. */
function vowelsOf(pronunciation: string): number {
  return pronunciation.split(" ").filter((sound) => /\d/.test(sound)).length;
}
