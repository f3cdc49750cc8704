/** A report as Markdown with footnotes (GitHub's dialect). */
import type { Block, Inlines, Note, ReportContent } from "./blocks.ts";
import { plainMarkdown, tableRow } from "./markdown-text.ts";
import { moreInWords, Origins, rowsInWords, type Cited, type Origin } from "./origins.ts";

/** `evidence`: the texts that the notes name; one that is missing is named by its id. */
export function markdownReport({ blocks, notes }: ReportContent, evidence: readonly Cited[]): string {
  const origins = new Origins(evidence);
  const lines = [...blocks.flatMap((block) => ["", ...linesOf(block)]), ...(notes.length > 0 ? [""] : [])].slice(1);
  return `${[...lines, ...notes.map((note, i) => `[^${i + 1}]: ${noteText(note, origins)}`)].join("\n")}\n`;
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case "heading":
      return [`${"#".repeat(block.level)} ${plainMarkdown(block.text)}`];
    case "paragraph":
      return [inline(block.parts)];
    case "quote":
      return [`> ${inline(block.parts)}`];
    case "list":
      return block.items.map((item) => `- ${inline(item)}`);
    case "table":
      return [
        tableRow(block.header.map(readable)),
        tableRow(block.header.map((_, column) => (block.numbers.includes(column) ? "---:" : "---"))),
        ...block.rows.map((cells) => tableRow(cells.map(inline))),
      ];
  }
}

/** Spaces at the ends of parts are theirs, and stay. */
function inline(parts: Inlines): string {
  return parts
    .map((part) => {
      if (typeof part !== "string") {
        if ("note" in part) return `[^${part.note}]`;
        return "link" in part ? `[${readable(part.link)}](<${part.href}>)` : `**${readable(part.strong)}**`;
      }
      const [, before = "", words = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
      return `${before === "" ? "" : " "}${readable(words)}${after === "" ? "" : " "}`;
    })
    .join("")
    .trim();
}

/** Escaped but for what means nothing once the rest is: brackets without a link before them, colons, hyphens and points within figures and words. */
function readable(text: string): string {
  return plainMarkdown(text)
    .replaceAll(/\\([()])/g, "$1")
    .replaceAll(/\\:(?=\s|$)/g, ":")
    .replaceAll(/(?<=\d)\\:(?=\d)/g, ":")
    .replaceAll(/(?<=[\p{L}\p{N}])\\-(?=[\p{L}\p{N}])/gu, "-")
    .replace(/^(\d+)\\\.(?=\d)/, "$1.");
}

function noteText(note: Note, origins: Origins): string {
  const { about, evidenceIds, rows, nicheId } = note;
  if (about === undefined) return evidenceIds.map((id) => originText({ ...origins.of(id, { nicheId }), quote: "" }, "; ")).join("");
  const named = evidenceIds.map((id) => originText(origins.of(id, { short: true, nicheId }), " "));
  const table = rows ? `${readable(rowsInWords(rows))} \`${rows.tableId}\`` : "";
  const all = [...named, moreInWords(note), table].filter((part) => part !== "").join("; ");
  return `${readable(about)}${all === "" ? "" : `: ${all}`}`;
}

function originText({ words, id, quote, href }: Origin, between: string): string {
  const told = [plainMarkdown(words), quote === "" ? "" : `“${plainMarkdown(quote)}”`].filter((part) => part !== "").join(" ");
  const named = href === undefined ? `\`${id}\`` : `[\`${id}\`](<${href}>)`;
  return told === "" ? named : `${told}${between}${named}`;
}
