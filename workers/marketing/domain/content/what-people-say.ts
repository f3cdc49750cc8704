/** A post for a blog: every subject under its own words, with its size and another voice. */
import type { Block, Draft } from "./blocks.ts";
import type { Chooser } from "./chooser.ts";
import type { Subject } from "./facts.ts";
import { complaining, prevalence, sureness } from "./statements.ts";
import type { Story } from "./story.ts";
import { Voices } from "./voices.ts";
import { claim, remark, worded } from "./wording.ts";

const template = { name: "what-people-say", version: "1" };
const subjectsShown = 4;

export function whatPeopleSay(story: Story): Draft {
  const choose = story.chooser(template.name);
  const voices = new Voices();
  const { niche, product, audience, subjects } = story;
  return {
    kind: "post",
    template,
    title: remark(
      worded(
        choose,
        [
          "What people really say about {{ niche }}",
          "{{ niche | start }}: what comes up when people are honest",
          "Reading what people write about {{ niche }}",
        ],
        { niche },
      ),
    ),
    summary: remark(
      worded(choose, ["{{ niche | start }} for {{ audience }}: what comes up, with the words it was said in."], { niche, audience }),
    ),
    blocks: [
      {
        type: "paragraph",
        sentences: [
          remark(worded(choose, ["Before building anything, we read.", "We started with reading, not with building."])),
          remark(
            worded(choose, [
              "This is what comes up, each with the words it was said in.",
              "Here is our list, with the words that put each thing on it.",
            ]),
          ),
        ],
      },
      ...subjects.slice(0, subjectsShown).flatMap((subject) => entry(choose, niche, subject, voices)),
      {
        type: "paragraph",
        sentences: [
          ...sureness(choose, subjects[0]),
          remark(
            worded(
              choose,
              ["{{ product | start }} starts at the top of this list.", "The top of this list is where {{ product }} starts."],
              { product },
            ),
          ),
          remark(worded(choose, ["What is missing?", "What would you have put first?"])),
        ],
      },
    ],
  };
}

function entry(choose: Chooser, niche: string, subject: Subject, voices: Voices): Block[] {
  const saying = subject.spoken ? [] : voices.saying(subject);
  const [heading = claim(worded(choose, ["{{ label | start }}"], { label: subject.label }), subject.refs)] = saying;
  return [
    { type: "heading", sentence: heading },
    { type: "paragraph", sentences: [prevalence(choose, niche, subject, saying.length > 0), ...complaining(choose, subject)] },
    ...voices.quotes(subject, 1).map((sentence): Block => ({ type: "quotation", sentence })),
  ];
}
