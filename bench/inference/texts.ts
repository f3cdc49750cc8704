/** The texts of the measurements: real sentences of customers, joined to texts whose lengths spread as those of reviews do. */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { reviews } from "../../gpu-node/testing/prepared.ts";

/**
 * Lengths in tokens are log-normal with the quantiles that 4,096 reviews of food have: half above 27, a tenth above 81, a hundredth above
 * about 200. `mu` and `sigma` follow from the first two: ln 27, and ln(81 / 27) / 1.2816.
 */
const medianTokens = 27;
const sigma = Math.log(81 / medianTokens) / 1.2816;
/** Tokens of an average word of these sentences, punctuation included, and the two special tokens of a text. */
const tokensAWord = 1.25;
const specialTokens = 2;
/** Nearly all that there are: from Amazon, IMDb and Yelp (Kotzias et al. 2015). */
const sentences = 2_900;

/**
 * `count` texts, the same ones every time: the sentences' words in their order, as many words for each text as a log-normal draw
 * says. When the sentences run out they begin again elsewhere, so no two texts are equal.
 */
export function benchTexts(count: number): string[] {
  const words = wordsOfReviews();
  const random = xoroshiro128plus(2026);
  let next = 0;
  return Array.from({ length: count }, () => {
    const size = wordsOfAText(random);
    const text = Array.from({ length: size }, (_, i) => words[(next + i) % words.length] ?? "").join(" ");
    next += size;
    return text;
  });
}

/** Words of a fragment of `mixedTexts`. */
const fragment = { least: 4, most: 7 };

/**
 * `count` texts of such lengths, but of eight words at least, made of fragments from anywhere: a hundred thousand of them, and hardly two that
 * have a fragment in common, so that none is taken for a copy of another.
 */
export function mixedTexts(count: number): string[] {
  const words = wordsOfReviews();
  const random = xoroshiro128plus(2026);
  return Array.from({ length: count }, () => {
    const wanted = Math.max(2 * fragment.least, wordsOfAText(random));
    const text: string[] = [];
    while (text.length < wanted) {
      const from = uniformInt(random, 0, words.length - fragment.most);
      text.push(...words.slice(from, from + uniformInt(random, fragment.least, fragment.most)));
    }
    return text.slice(0, wanted).join(" ");
  });
}

function wordsOfReviews(): string[] {
  return reviews(sentences).flatMap((text) => text.split(/\s+/).filter(Boolean));
}

function wordsOfAText(random: ReturnType<typeof xoroshiro128plus>): number {
  const tokens = medianTokens * Math.exp(sigma * normal(random));
  return Math.max(1, Math.round((tokens - specialTokens) / tokensAWord));
}

/** Box and Muller 1958. */
function normal(random: ReturnType<typeof xoroshiro128plus>): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
  return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
}
