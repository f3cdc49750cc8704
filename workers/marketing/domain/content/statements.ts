/** The sentences that several texts need: how many bring something up, how sure that is, what it will cost, their words. */
import type { Sentence } from "../../../../contracts/services/marketing-content.ts";
import type { Chooser } from "./chooser.ts";
import { percentsOf, type Price, type Subject } from "./facts.ts";
import { excerptOf, type Quote } from "./sayings.ts";
import { claim, remark, worded, type Wordings } from "./wording.ts";

/** With the subject's name, or, behind a quote, without it. */
interface Prevalence {
  authors: Wordings;
  texts: Wordings;
  uncounted: Wordings;
  single: Wordings;
}

const named: Prevalence = {
  authors: [
    "{{ count }} of {{ of }} people who wrote about {{ niche }} {{ bring }} up {{ phrase }}.",
    "Of {{ of }} people who wrote about {{ niche }}, {{ count }} {{ bring }} up {{ phrase }}.",
    "We read what {{ of }} people wrote about {{ niche }}; {{ count }} of them {{ bring }} up {{ phrase }}.",
  ],
  texts: [
    "{{ count }} of {{ of }} texts about {{ niche }} {{ bring }} up {{ phrase }}.",
    "Of {{ of }} texts about {{ niche }}, {{ count }} {{ bring }} up {{ phrase }}.",
  ],
  uncounted: [
    "Read what people write about {{ niche }} and you will meet it more than once: {{ phrase }}.",
    "It comes up again and again where people write about {{ niche }}: {{ phrase }}.",
  ],
  single: ["Somebody who wrote about {{ niche }} brings it up: {{ phrase }}."],
};
const similar: Prevalence = {
  authors: [
    "{{ count }} of {{ of }} people who wrote about {{ niche }} {{ say }} something like it.",
    "Of {{ of }} people who wrote about {{ niche }}, {{ count }} {{ say }} something along these lines.",
    "We read what {{ of }} people wrote about {{ niche }}; {{ count }} of them {{ say }} something like it.",
  ],
  texts: [
    "{{ count }} of {{ of }} texts about {{ niche }} {{ say }} something like it.",
    "Of {{ of }} texts about {{ niche }}, {{ count }} {{ say }} something along these lines.",
  ],
  uncounted: [
    "It is not the only voice: similar things come up wherever people write about {{ niche }}.",
    "Others who write about {{ niche }} say something like it.",
  ],
  single: ["So writes somebody who knows {{ niche }} from the inside."],
};

/**
 * How many bring the subject up, as exactly as it is known.
 *
 * @param behindQuote a quote about the subject stands right before it, so that "something like it" says what is meant
 */
export function prevalence(choose: Chooser, niche: string, { phrase, spoken, share, refs }: Subject, behindQuote: boolean): Sentence {
  const wordings = behindQuote && !spoken ? similar : named;
  if (!share || share.count === 0)
    return claim(worded(choose, refs.length > 1 ? wordings.uncounted : wordings.single, { niche, phrase }), refs);
  const { count, of, unit } = share;
  const [bring, say] = count === 1 ? ["brings", "says"] : ["bring", "say"];
  return claim(worded(choose, wordings[unit], { count, of, bring, say, niche, phrase }), refs);
}

const complaints: Wordings = [
  "Of the {{ of }} texts about it, {{ count }} complain.",
  "{{ count }} of the {{ of }} texts about it are complaints.",
  "And of the {{ of }} texts about it, {{ count }} are not friendly.",
];

/** How many of its texts complain; none where that is not known or nobody does. */
export function complaining(choose: Chooser, { complaint, refs }: Subject): Sentence[] {
  if (!complaint || complaint.count < 2) return [];
  return [claim(worded(choose, complaints, complaint), refs)];
}

const uncertainty: Wordings = [
  "We counted {{ count }} of {{ of }}; if these voices are typical, the true share lies between {{ low }} % and {{ high }} %.",
  "{{ count }} of {{ of }} is a sample: among everybody, the share is probably between {{ low }} % and {{ high }} %.",
];

/** The interval behind the share. */
export function sureness(choose: Chooser, { share, refs }: Subject): Sentence[] {
  return share && share.count > 0
    ? [claim(worded(choose, uncertainty, { count: share.count, of: share.of, ...percentsOf(share) }), refs)]
    : [];
}

const prices: Wordings = [
  "The plan is to charge {{ amount }} {{ period }}.",
  "It will probably cost {{ amount }} {{ period }}.",
  "Right now the price on our sheet says {{ amount }} {{ period }}.",
];

export function priceStatement(choose: Chooser, { id, amount, period }: Price): Sentence {
  return claim(worded(choose, prices, { amount, period }), [id]);
}

/** Somebody's words between quotation marks. */
export function quoted(quote: Quote): Sentence {
  const { text, evidenceId } = excerptOf(quote);
  return claim(`“${text}”`, [evidenceId]);
}

const answers: Record<NonNullable<Subject["need"]> | "unknown", Wordings> = {
  bug: ["It should simply work, so that is what we test before anything else.", "Reliability comes before features here."],
  "feature-request": [
    "If it is missing, it goes to the top of our list.",
    "We would rather build what people ask for than what looks good in a demo.",
  ],
  "how-to": ["Nobody should need a manual for that.", "If it takes a tutorial, we have not finished our work."],
  "alternative-seeking": [
    "If you are about to leave what you use now, tell us what made you pack.",
    "You should be able to switch without starting over.",
  ],
  "willingness-to-pay": ["We would like to be worth the money on the first day.", "If it saves you the trouble, it can carry a price."],
  workaround: ["You should not have to build your own way around it.", "A workaround is a product waiting to be made."],
  unknown: ["That is on our list for a reason.", "This is a part we want to get right.", "We would like to make that a thing of the past."],
};

/** What the product means to do about the subject: an intention, not a promise of results. */
export function answer(choose: Chooser, { need }: Subject): Sentence {
  return remark(worded(choose, answers[need ?? "unknown"]));
}
