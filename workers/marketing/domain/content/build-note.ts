/** A post for followers: what gets built first, why, what it may cost, and how to object. */
import type { Block, Draft } from "./blocks.ts";
import { answer, prevalence, priceStatement, sureness } from "./statements.ts";
import type { Story } from "./story.ts";
import { Voices } from "./voices.ts";
import { claim, remark, worded } from "./wording.ts";

const template = { name: "build-note", version: "1" };
const subjectsShown = 2;

export function buildNote(story: Story): Draft {
  const choose = story.chooser(template.name);
  const voices = new Voices();
  const { niche, product, subjects, audience } = story;
  const [first] = subjects;
  const reasons = subjects.slice(0, subjectsShown).map((subject) => {
    const name = subject.spoken ? [claim(worded(choose, ["{{ label | start }}."], { label: subject.label }), subject.refs)] : [];
    const saying = voices.saying(subject);
    const size = subject === first || name.length > 0 ? [] : [prevalence(choose, niche, subject, saying.length > 0)];
    return [...name, ...saying, ...size, answer(choose, subject)];
  });
  return {
    kind: "post",
    template,
    title: remark(
      worded(
        choose,
        ["What {{ product }} does first, and why", "What {{ product }} has to get right first", "Building {{ product }}: where we begin"],
        { product },
      ),
    ),
    summary: remark(worded(choose, ["What we build first for {{ audience }}, and which words made us do it."], { audience })),
    blocks: [
      {
        type: "paragraph",
        sentences: [
          remark(
            worded(choose, [
              "Building means saying no to nearly everything.",
              "We cannot build everything, so we let other people's words decide.",
            ]),
          ),
          prevalence(choose, niche, first, false),
        ],
      },
      { type: "paragraph", sentences: [remark(worded(choose, ["So this is the order:", "That gives us this order:"]))] },
      { type: "list", items: reasons },
      ...asking(story),
      {
        type: "paragraph",
        sentences: [
          ...sureness(choose, first),
          remark(worded(choose, ["If we got the order wrong, now is the time to say so.", "Tell us if your order is a different one."])),
        ],
      },
    ],
  };
}

function asking({ price, chooser }: Story): Block[] {
  if (!price) return [];
  const choose = chooser("build-note-price");
  const question = worded(choose, [
    "What would make that a bargain for you, and what would make it too much?",
    "Would you pay it, and if not, what is missing?",
  ]);
  return [{ type: "paragraph", sentences: [priceStatement(choose, price), remark(question)] }];
}
