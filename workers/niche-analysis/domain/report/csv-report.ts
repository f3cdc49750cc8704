/** The themes of a niche as a table for a spreadsheet. */
import Papa from "papaparse";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";

/**
 * RFC 4180, one row a theme, `evidence` with the ids of all its texts. Cells that a spreadsheet would take for a formula begin with an
 * apostrophe.
 */
export function themesCsv(themes: readonly Theme[]): string {
  const rows = themes.map(
    ({ id, label, terms, size, distinctAuthors, share, complaint, intensity, severity, stability, demand, quotes, evidenceIds }) => ({
      id,
      label,
      terms: terms.join("; "),
      texts: size,
      authors: distinctAuthors,
      share: share.value,
      share_low: share.low,
      share_high: share.high,
      complaint: complaint.value,
      complaint_low: complaint.low,
      complaint_high: complaint.high,
      intensity,
      severity,
      stability: stability ?? "",
      demand: demand?.class ?? "",
      quote: quotes[0]?.text ?? "",
      quote_evidence: quotes[0]?.evidenceId ?? "",
      evidence: evidenceIds.join(" "),
    }),
  );
  return Papa.unparse({ fields: columns, data: rows }, { newline: "\r\n", escapeFormulae: formula }) + "\r\n";
}

const formula = /^[=+\-@\t\r]/;

const columns = [
  "id",
  "label",
  "terms",
  "texts",
  "authors",
  "share",
  "share_low",
  "share_high",
  "complaint",
  "complaint_low",
  "complaint_high",
  "intensity",
  "severity",
  "stability",
  "demand",
  "quote",
  "quote_evidence",
  "evidence",
];
