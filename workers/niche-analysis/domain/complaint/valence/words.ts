/** Words and figures of VADER (Hutto & Gilbert 2014) that change the valence of others. */

/** By how much a word of degree raises the valence of the word after it. */
const raise = 0.293;
/** Valence that capitals add, where not everything is in capitals. */
export const capitals = 0.733;
/** What a negation makes of the valence in its reach. */
export const negated = -0.74;

const raising =
  "absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly intensely major majorly more most particularly purely quite really remarkably so substantially thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very";
const lowering =
  "almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of";

/** Words and pairs of degree, and what they add to a positive valence. */
export const degrees: ReadonlyMap<string, number> = new Map([
  ...raising.split(" ").map((word) => [word, raise] as const),
  ...[...lowering.split(" "), "just enough", "kind of", "sort of"].map((word) => [word, -raise] as const),
]);

const negations = new Set(
  "aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neither neednt never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent without wont wouldnt rarely seldom despite".split(
    " ",
  ),
);

/** True for a word that turns what follows into its opposite, in lower case. */
export function isNegation(word: string | undefined): boolean {
  return word !== undefined && (negations.has(word) || word.includes("n't") || word === "uh-uh");
}

/** Idioms whose valence is not that of their words. */
export const idioms: ReadonlyMap<string, number> = new Map([
  ["the shit", 3],
  ["the bomb", 3],
  ["bad ass", 1.5],
  ["badass", 1.5],
  ["bus stop", 0],
  ["yeah right", -2],
  ["kiss of death", -1.5],
  ["to die for", 3],
  ["beating heart", 3.1],
  ["broken heart", -2.9],
]);
