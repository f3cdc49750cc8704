/** The words of a Markdown text: no code blocks, no quotes of others, no link targets. */
import { between } from "./html-text.ts";

/** Linear in the length of `markdown`, whatever is left open in it. */
export function markdownText(markdown: string): string {
  return (
    spokenLines(between(markdown, "<!--", "-->"))
      .join("\n")
      // An image says its description, a link its label.
      .replaceAll(/!?\[([^[\]\n]{0,500})\]\([^()\s]{0,2000}\)/g, "$1")
  );
}

/** Lines outside of fenced code that do not begin with a quotation mark `>`. A fence that is never closed is a line like any other. */
function spokenLines(markdown: string): string[] {
  const spoken: string[] = [];
  /** The fence that is open, and what stands in it so far. */
  let fence: { mark: string; lines: string[] } | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence) {
      if (mark?.startsWith(fence.mark)) fence = undefined;
      else fence.lines.push(line);
    } else if (mark !== undefined) fence = { mark, lines: [] };
    else if (!/^ {0,3}(?:>|&gt;)/.test(line)) spoken.push(line);
  }
  return fence ? [...spoken, ...fence.lines] : spoken;
}
