/** A report as PDF: pages with links from every mark to its note. */
import type { Evidence } from "../../../../../contracts/services/niche-evidence.ts";
import type { Note, ReportContent } from "../blocks.ts";
import { moreInWords, Origins, rowsInWords } from "../origins.ts";
import { pdfFile } from "./file.ts";
import { Pager } from "./pages.ts";

/**
 * A string in ASCII, which is the file. `evidence`: the texts that the notes name. The fonts that every reader has are used, so nothing is
 * embedded; characters that they lack stand as `[U+…]`.
 */
export function pdfReport({ title, state, blocks, notes }: ReportContent, evidence: readonly Evidence[]): string {
  const origins = new Origins(evidence);
  const pager = new Pager();
  for (const block of blocks) pager.add(block);
  if (notes.length > 0) pager.add({ kind: "heading", level: 2, text: "Evidence" });
  notes.forEach((note, i) => pager.note(i + 1, [noteText(note, origins)]));
  return pdfFile(pager.result(), { title, foot: `${title}. ${state}` });
}

function noteText(note: Note, origins: Origins): string {
  const { about, evidenceIds, rows } = note;
  const said = (id: string, short: boolean) => {
    const { words } = origins.of(id, { short });
    return [words, id].filter((part) => part !== "").join(short ? " " : "; ");
  };
  if (about === undefined) return evidenceIds.map((id) => said(id, false)).join("");
  const table = rows ? `${rowsInWords(rows)} ${rows.tableId}` : "";
  const all = [...evidenceIds.map((id) => said(id, true)), moreInWords(note), table].filter((part) => part !== "").join("; ");
  return all === "" ? about : `${about}: ${all}`;
}
