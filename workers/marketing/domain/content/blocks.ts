/** A text before it is rendered: blocks of sentences, each with what it rests on. */
import type { Sentence } from "../../../../contracts/services/marketing-content.ts";

export type Block =
  | { type: "heading"; sentence: Sentence }
  | { type: "paragraph"; sentences: Sentence[] }
  | { type: "quotation"; sentence: Sentence }
  | { type: "list"; items: Sentence[][] }
  | { type: "action"; sentence: Sentence };

export interface Draft {
  kind: "landing-page" | "post";
  /** Name and version of the template. */
  template: { name: string; version: string };
  title: Sentence;
  /** For search results; plain, without claims. */
  summary: Sentence;
  blocks: Block[];
}

/** All sentences of a block in reading order. */
export function sentencesOfBlock(block: Block): Sentence[] {
  switch (block.type) {
    case "paragraph":
      return block.sentences;
    case "list":
      return block.items.flat();
    default:
      return [block.sentence];
  }
}

/** The same block with every sentence replaced. */
export function mapBlock(block: Block, change: (sentence: Sentence) => Sentence): Block {
  switch (block.type) {
    case "paragraph":
      return { ...block, sentences: block.sentences.map(change) };
    case "list":
      return { ...block, items: block.items.map((item) => item.map(change)) };
    default:
      return { ...block, sentence: change(block.sentence) };
  }
}
