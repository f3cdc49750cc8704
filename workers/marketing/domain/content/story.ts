/** What all texts of a plan are told from: the product, the people, and the subjects with their best words. */
import type { ParsedPlanRequest } from "../../../../contracts/services/marketing.ts";
import { chooserOf, type Chooser } from "./chooser.ts";
import { factsOf, inSentence, priceOf, subjectOf, type Facts, type Price, type Subject } from "./facts.ts";
import { plainText } from "./plain-text.ts";
import type { Quote } from "./sayings.ts";

/** How a plan speaks of a product that has no name yet. */
export const namelessProduct = "this project";

/** Somebody's sentence, and what it is about. */
export interface Headline extends Quote {
  subject: Subject;
}

export interface Story {
  product: string;
  /** The niche's name as it was given. */
  name: string;
  /** The same as a sentence can hold it. */
  niche: string;
  audience: string;
  /** At least one; most important first. */
  subjects: readonly [Subject, ...Subject[]];
  /** Sentences that can stand as a headline: all of the first subject, best first, then those of the next. */
  headlines: readonly Headline[];
  price?: Price;
  facts: Facts;
  /** A fresh chooser for the text called `text`. */
  chooser(text: string): Chooser;
}

export function storyOf(request: ParsedPlanRequest): Story {
  const [first, ...rest] = request.niche.themes.map(subjectOf);
  if (!first) throw new RangeError("a story needs a theme; the request schema promises one");
  const subjects: Story["subjects"] = [first, ...rest];
  const product = plainText(request.productName ?? namelessProduct);
  const name = plainText(request.niche.name);
  const price = request.price && priceOf(request.price);
  return {
    product,
    name,
    niche: inSentence(
      name,
      subjects.flatMap(({ quotes }) => quotes),
    ),
    audience: plainText(request.audience.description),
    subjects,
    headlines: subjects.flatMap((subject) => subject.headlines.map((quote) => ({ ...quote, subject }))),
    ...(price ? { price } : {}),
    facts: factsOf(subjects, { niche: name, product }, price),
    // Not the id of the niche, which is another at every import of the same evidence.
    chooser: (text) => chooserOf([name, ...subjects.map(({ id }) => id), product, text].join("/")),
  };
}
