/** A report as PDF: pages with links from every mark to its note. */
import type { Inline, Note, ReportContent } from "../blocks.ts";
import { moreInWords, Origins, rowsInWords, type Cited } from "../origins.ts";
import { pdfFile } from "./file.ts";
import { Pager } from "./pages.ts";

/**
 * A string in ASCII, which is the file. `evidence`: the texts that the notes name. The fonts that every reader has are used, so nothing is
 * embedded; characters that they lack stand as `[U+…]`.
 */
export function pdfReport({ title, state, blocks, notes }: ReportContent, evidence: readonly Cited[]): string {
  const origins = new Origins(evidence);
  const pager = new Pager();
  for (const block of blocks) pager.add(block);
  if (notes.length > 0) pager.add({ kind: "heading", level: 2, text: "Evidence" });
  notes.forEach((note, i) => pager.note(i + 1, noteParts(note, origins)));
  return pdfFile(pager.result(), { title, foot: `${title}. ${state}` });
}

function noteParts(note: Note, origins: Origins): Inline[] {
  const { about, evidenceIds, rows, nicheId } = note;
  const said = (id: string, short: boolean): Inline[] => {
    const { words, quote, href } = origins.of(id, { short, nicheId });
    const told = [words, short && quote !== "" ? `“${quote}”` : ""].filter((part) => part !== "").join(" ");
    return [told === "" ? "" : `${told}${short ? " " : "; "}`, href === undefined ? id : { link: id, href }];
  };
  if (about === undefined) return evidenceIds.flatMap((id) => said(id, false));
  const table = rows ? `${rowsInWords(rows)} ${rows.tableId}` : "";
  const rest = [moreInWords(note), table].filter((part) => part !== "");
  const all = [...evidenceIds.map((id) => said(id, true)), ...rest.map((part): Inline[] => [part])];
  return [about, ...all.flatMap((parts, i): Inline[] => [i === 0 ? ": " : "; ", ...parts])];
}
