/** Drafts as HTML and Markdown. Claims carry their evidence: `data-evidence` and a numbered note in HTML, a footnote in Markdown. */
import { Liquid } from "liquidjs";
import type { Sentence } from "../../../../contracts/services/marketing-content.ts";
import type { Block, Draft } from "./blocks.ts";
import { markdownText } from "./escape.ts";
import { htmlLayout, markdownLayout } from "./layouts.ts";
import { plainText } from "./plain-text.ts";

export interface Rendered {
  markdown: string;
  html: string;
}

interface NotedSentence {
  text: string;
  claim: boolean;
  evidence: string;
  note: number;
}

const strict = { strictVariables: true, strictFilters: true, ownPropertyOnly: true } as const;
const html = new Liquid({ ...strict, outputEscape: "escape" });
const markdown = new Liquid({ ...strict, outputEscape: (value: unknown) => markdownText(String(value)) });
const htmlTemplate = html.parse(htmlLayout);
const markdownTemplate = markdown.parse(markdownLayout);

/** @param anchor start of the ids of the notes, so that several texts can stand on one page */
export function render(draft: Pick<Draft, "kind" | "title" | "blocks">, anchor: string): Rendered {
  const notes = new Map<string, number>();
  const noted = (sentence: Sentence): NotedSentence => {
    const evidence = sentence.evidenceIds.map(plainText).join(" ");
    if (sentence.claim && !notes.has(evidence)) notes.set(evidence, notes.size + 1);
    return { text: sentence.text, claim: sentence.claim, evidence, note: notes.get(evidence) ?? 0 };
  };
  const title = noted(draft.title);
  const blocks = draft.blocks.map((block) => notedBlock(block, noted));
  const scope = { kind: draft.kind, anchor, title, blocks, notes: [...notes.keys()] };
  return {
    html: String(html.renderSync(htmlTemplate, scope)),
    markdown: `${String(markdown.renderSync(markdownTemplate, scope))
      .replace(/\n{3,}/g, "\n\n")
      .trim()}\n`,
  };
}

function notedBlock(block: Block, noted: (sentence: Sentence) => NotedSentence) {
  switch (block.type) {
    case "paragraph":
      return { type: block.type, sentences: block.sentences.map(noted) };
    case "list":
      return { type: block.type, items: block.items.map((item) => item.map(noted)) };
    default:
      return { type: block.type, sentence: noted(block.sentence) };
  }
}
