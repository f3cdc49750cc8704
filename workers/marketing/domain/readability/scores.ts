/** Six readability formulas on counts, in the form their authors printed. Grades are US school years. */
import type { ReadabilityScores, TextCounts } from "../../../../contracts/services/marketing-content.ts";

/** Flesch 1948: 206.835 - 1.015 words/sentence - 84.6 syllables/word. Higher is easier. */
export function fleschReadingEase({ words, sentences, syllables }: TextCounts): number {
  return 206.835 - 1.015 * (words / sentences) - 84.6 * (syllables / words);
}

/** Kincaid et al. 1975: 0.39 words/sentence + 11.8 syllables/word - 15.59. */
export function fleschKincaidGrade({ words, sentences, syllables }: TextCounts): number {
  return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
}

/**
 * Gunning 1952: 0.4 (words/sentence + 100 complex/words). `complex` is the count of words of three syllables or more;
 * pass a smaller one to leave familiar words and names out, as Gunning's hand count does.
 */
export function gunningFog({ words, sentences, polysyllables }: TextCounts, complex = polysyllables): number {
  return 0.4 * (words / sentences + (100 * complex) / words);
}

/** McLaughlin 1969: 1.0430 √(30 polysyllables/sentences) + 3.1291. Calibrated on samples of 30 sentences. */
export function smog({ sentences, polysyllables }: TextCounts): number {
  return 1.043 * Math.sqrt((30 * polysyllables) / sentences) + 3.1291;
}

/** Senter & Smith 1967: 4.71 characters/word + 0.5 words/sentence - 21.43. */
export function automatedReadabilityIndex({ words, sentences, characters }: TextCounts): number {
  return 4.71 * (characters / words) + 0.5 * (words / sentences) - 21.43;
}

/**
 * Coleman & Liau 1975: 0.0588 L - 0.296 S - 15.8, L letters and S sentences per 100 words. `letterWeight` 0.058 gives what
 * textstat prints.
 */
export function colemanLiau({ words, sentences, letters }: TextCounts, letterWeight = 0.0588): number {
  return letterWeight * ((100 * letters) / words) - 0.296 * ((100 * sentences) / words) - 15.8;
}

/** All six. `counts` must have at least one word. */
export function readabilityScores(counts: TextCounts): ReadabilityScores {
  return {
    fleschReadingEase: fleschReadingEase(counts),
    fleschKincaidGrade: fleschKincaidGrade(counts),
    gunningFog: gunningFog(counts),
    smog: smog(counts),
    automatedReadabilityIndex: automatedReadabilityIndex(counts),
    colemanLiau: colemanLiau(counts),
  };
}
