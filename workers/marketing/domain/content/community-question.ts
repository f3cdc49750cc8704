/** A post for a forum: one problem, two voices, an open question, and plain words about who is asking. */
import type { Block, Draft } from "./blocks.ts";
import { complaining, prevalence } from "./statements.ts";
import type { Story } from "./story.ts";
import { Voices } from "./voices.ts";
import { claim, remark, worded } from "./wording.ts";

const template = { name: "community-question", version: "1" };

export function communityQuestion(story: Story): Draft {
  const choose = story.chooser(template.name);
  const voices = new Voices();
  const { niche, product, audience, headlines } = story;
  const [lead] = story.subjects;
  const saying = headlines.find(({ subject }) => subject === lead);
  const title = saying
    ? claim(
        worded(choose, ["{{ quote }} How do you deal with it?", "{{ quote }} Is it the same for you?"], {
          quote: voices.show(saying).text,
        }),
        [saying.evidenceId],
      )
    : remark(worded(choose, ["How do you deal with {{ topic }}?"], { topic: lead.spoken ? lead.phrase : niche }));
  return {
    kind: "post",
    template,
    title,
    summary: remark(
      worded(choose, ["A question to {{ audience }} about {{ topic }}."], { audience, topic: lead.spoken ? lead.phrase : niche }),
    ),
    blocks: [
      { type: "paragraph", sentences: [prevalence(choose, niche, lead, saying !== undefined), ...complaining(choose, lead)] },
      ...otherVoices(voices.quotes(lead, 2), worded(choose, ["Here is how it sounds:", "In other people's words:"])),
      {
        type: "paragraph",
        sentences: [
          remark(worded(choose, ["Does that sound familiar?", "Is it like that for you, too?", "Am I right to take that seriously?"])),
          remark(
            worded(choose, [
              "What have you tried, and what made you stop?",
              "How do you get around it today?",
              "What would have to change for you to stop thinking about it?",
            ]),
          ),
        ],
      },
      {
        type: "paragraph",
        sentences: [
          remark(
            worded(
              choose,
              [
                "Full disclosure: I am building {{ product }} for {{ audience }}, so I am not neutral.",
                "I ask because I am building {{ product }} for {{ audience }}; I would rather hear that I am wrong now than later.",
              ],
              { product, audience },
            ),
          ),
        ],
      },
    ],
  };
}

function otherVoices(quotes: Draft["title"][], introduction: string): Block[] {
  if (quotes.length === 0) return [];
  return [{ type: "paragraph", sentences: [remark(introduction)] }, ...quotes.map((sentence): Block => ({ type: "quotation", sentence }))];
}
