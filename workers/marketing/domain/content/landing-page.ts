/** The landing page: their words first, then how many, what comes first, what it may cost and what nobody knows yet. */
import type { Block, Draft } from "./blocks.ts";
import type { Chooser } from "./chooser.ts";
import { answer, complaining, prevalence, priceStatement, sureness } from "./statements.ts";
import type { Headline, Story } from "./story.ts";
import { Voices } from "./voices.ts";
import { claim, remark, worded } from "./wording.ts";

const template = { name: "landing-page", version: "1" };
const subjectsShown = 3;

/** @param headline the words that lead the page; without them the niche's name does */
export function landingPage(story: Story, headline: Headline | undefined): Draft {
  const choose = story.chooser("landing-page");
  const voices = new Voices();
  const { niche, product, audience } = story;
  const [lead] = story.subjects;
  const topic = lead.spoken ? lead.phrase : niche;
  return {
    kind: "landing-page",
    template,
    title: headline
      ? voices.show(headline)
      : remark(worded(choose, ["{{ niche | start }}, taken seriously", "{{ niche | start }}: start with what people say"], { niche })),
    summary: remark(
      worded(
        choose,
        [
          "{{ product | start }}, for {{ audience }}: what people say about {{ topic }}, and what we are doing about it.",
          "For {{ audience }}: {{ topic }} in the words of the people who live with it, and what {{ product }} will do first.",
        ],
        { product, audience, topic },
      ),
    ),
    blocks: [
      ...opening(story, choose, headline?.subject === lead),
      ...theirWords(story, choose, voices),
      ...priorities(story, choose, voices),
      ...cost(story, choose),
      ...limits(story, choose),
    ],
  };
}

function opening({ product, audience, niche, subjects: [lead] }: Story, choose: Chooser, behindQuote: boolean): Block[] {
  const intention = worded(
    choose,
    [
      "{{ product | start }} is being built for {{ audience }}, and this is where it begins.",
      "That is the problem {{ product }} sets out to solve for {{ audience }}.",
      "We are building {{ product }} for {{ audience }} because of sentences like that.",
    ],
    { product, audience },
  );
  return [
    { type: "paragraph", sentences: [prevalence(choose, niche, lead, behindQuote), ...complaining(choose, lead), remark(intention)] },
    {
      type: "action",
      sentence: remark(worded(choose, ["Join the waiting list", "Tell me when it is ready", "Get an e-mail when it opens"])),
    },
  ];
}

function theirWords({ subjects: [lead] }: Story, choose: Chooser, voices: Voices): Block[] {
  const quotes = voices.quotes(lead, 3);
  if (quotes.length === 0) return [];
  return [
    { type: "heading", sentence: remark(worded(choose, ["In their own words", "What people write", "You are not the only one"])) },
    ...quotes.map((sentence): Block => ({ type: "quotation", sentence })),
  ];
}

function priorities({ niche, subjects, product }: Story, choose: Chooser, voices: Voices): Block[] {
  const [lead, ...others] = subjects;
  const first = lead.spoken
    ? worded(choose, ["First: {{ label }}.", "{{ label | start }} comes first."], { label: lead.phrase })
    : "The sentences above come first.";
  const rest = others.slice(0, subjectsShown - 1).map((subject) => {
    const saying = voices.saying(subject);
    return [...saying, prevalence(choose, niche, subject, saying.length > 0), answer(choose, subject)];
  });
  return [
    {
      type: "heading",
      sentence: remark(worded(choose, ["What {{ product }} does first", "What we are working on", "Where we begin"], { product })),
    },
    { type: "list", items: [[claim(first, lead.refs), answer(choose, lead)], ...rest] },
  ];
}

function cost({ price }: Story, choose: Chooser): Block[] {
  if (!price) return [];
  const invitation = worded(choose, [
    "If that sounds wrong to you, tell us before we open.",
    "Too much? Too little to be true? Nothing is printed yet, so say what you think.",
  ]);
  return [
    { type: "heading", sentence: remark(worded(choose, ["What it will cost", "The price, as it stands"])) },
    { type: "paragraph", sentences: [priceStatement(choose, price), remark(invitation)] },
  ];
}

function limits({ subjects: [lead] }: Story, choose: Chooser): Block[] {
  const caution = worded(choose, [
    "We have read what people write, which is not always what they do.",
    "People who write are not everybody, and we know it.",
    "We only know what people took the time to write down.",
  ]);
  return [
    { type: "heading", sentence: remark(worded(choose, ["What we do not know yet", "What could still be wrong"])) },
    {
      type: "paragraph",
      sentences: [...sureness(choose, lead), remark(caution), remark("If your story is different, it is the one we want to hear.")],
    },
    { type: "action", sentence: remark(worded(choose, ["Write to us", "Tell us your story", "Tell us where it hurts"])) },
  ];
}
