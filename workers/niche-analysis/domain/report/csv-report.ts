/** The themes of a niche as a table for a spreadsheet. */
import Papa from "papaparse";
import type { Theme } from "../../../../contracts/services/niche-themes.ts";

/**
 * RFC 4180, one row a theme, `evidence` with the ids of all its texts. Cells that a spreadsheet would take for a formula begin with an
 * apostrophe.
 */
export function themesCsv(themes: readonly Theme[]): string {
  const data = themes.map(({ id, label, terms, size, distinctAuthors, share, complaint, intensity, severity, ...more }) => {
    const { stability, stabilityInterval, coherence, demand, sureness, outcome, quotes, evidenceIds } = more;
    return {
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
      share_count: share.count,
      share_n: share.n,
      complaint_count: complaint.count,
      complaint_n: complaint.n,
      intensity_low: sureness?.intensity.low ?? "",
      intensity_high: sureness?.intensity.high ?? "",
      severity_near: sureness?.near ?? "",
      text_opportunity: outcome?.score ?? "",
      text_opportunity_low: outcome?.low ?? "",
      text_opportunity_high: outcome?.high ?? "",
      stability_low: stabilityInterval?.low ?? "",
      stability_high: stabilityInterval?.high ?? "",
      coherence: coherence?.value ?? "",
      coherence_low: coherence?.low ?? "",
      coherence_high: coherence?.high ?? "",
      coherence_n: coherence?.n ?? "",
    };
  });
  return table(columns, data);
}

/** RFC 4180, with a header; cells that a spreadsheet would take for a formula begin with an apostrophe. */
export function table<Name extends string>(fields: readonly Name[], data: readonly Record<Name, string | number>[]): string {
  return Papa.unparse({ fields: [...fields], data: [...data] }, { newline: "\r\n", escapeFormulae: formula }) + "\r\n";
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
  "share_count",
  "share_n",
  "complaint_count",
  "complaint_n",
  "intensity_low",
  "intensity_high",
  "severity_near",
  "text_opportunity",
  "text_opportunity_low",
  "text_opportunity_high",
  "stability_low",
  "stability_high",
  "coherence",
  "coherence_low",
  "coherence_high",
  "coherence_n",
] as const;
