/** From draft to content: every sentence checked against the facts, then rendered and measured. */
import type { Content, Sentence, Unproven } from "../../../../contracts/services/marketing-content.ts";
import { countText } from "../readability/counts.ts";
import { readabilityScores } from "../readability/scores.ts";
import { toneOf } from "../readability/tone.ts";
import { mapBlock, sentencesOfBlock, type Draft } from "./blocks.ts";
import { ground } from "./grounding.ts";
import { placementScore, slugOf } from "./keyword-placement.ts";
import { render } from "./render.ts";
import type { Story } from "./story.ts";

/** `taken`: addresses of the texts before this one; two texts with the same title get different addresses. */
export function finish(draft: Draft, { facts, subjects: [lead] }: Story, taken: ReadonlySet<string> = new Set()): Content {
  const unproven: Unproven[] = [];
  const check = (sentence: Sentence): Sentence => {
    const grounded = ground(sentence, facts);
    unproven.push(...grounded.unproven);
    return grounded.sentence;
  };
  const [title, summary] = [check(draft.title), check(draft.summary)];
  const blocks = draft.blocks.map((block) => mapBlock(block, check));
  const titled = slugOf(title.text) || draft.template.name;
  const slug = taken.has(titled) ? `${titled}-${draft.template.name}` : titled;
  const sentences = [title, ...blocks.flatMap(sentencesOfBlock)];
  const text = blocks
    .map((block) =>
      sentencesOfBlock(block)
        .map((sentence) => sentence.text)
        .join(" "),
    )
    .join("\n\n");
  return {
    kind: draft.kind,
    title: title.text,
    summary: summary.text,
    slug,
    ...render({ kind: draft.kind, title, blocks }, `${draft.template.name}-${slug}`),
    sentences,
    readability: readabilityScores(countText(text)),
    tone: toneOf(text),
    keyword: {
      phrase: lead.keyword,
      score: placementScore(lead.keyword, {
        title: title.text,
        meta: summary.text,
        firstParagraph: firstParagraphOf(blocks),
        headings: blocks.filter((block) => block.type === "heading").map(({ sentence }) => sentence.text),
        slug,
        alts: [],
      }),
    },
    unproven,
    publishable: unproven.length === 0,
    producedBy: { kind: "template", ...draft.template },
  };
}

function firstParagraphOf(blocks: Draft["blocks"]): string {
  const first = blocks.find((block) => block.type === "paragraph");
  return first
    ? sentencesOfBlock(first)
        .map(({ text }) => text)
        .join(" ")
    : "";
}
