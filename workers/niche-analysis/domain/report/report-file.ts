/** A niche as a file of one of the formats, in two steps: which texts it names, then the file. */
import type { ComparisonFormat, ReportFormat } from "../../../../contracts/services/niche-analysis.ts";
import type { Comparison } from "../../../../contracts/services/niche-comparison.ts";
import type { ReportContent } from "./blocks.ts";
import { comparisonContent } from "./comparison-content.ts";
import { reportContent, type ReportInput } from "./content.ts";
import { figuresFile } from "./figures-csv.ts";
import { markdownReport } from "./markdown-report.ts";
import { namedIds, type Cited } from "./origins.ts";
import { pdfReport } from "./pdf/pdf-report.ts";

export interface ReportFile {
  /** Ids of the texts that it names with where they come from. */
  named: string[];
  /** The same bytes for the same input. */
  written: (evidence: readonly Cited[]) => string;
}

export function reportFile(format: Exclude<ReportFormat, "csv">, input: ReportInput): ReportFile {
  if (format === "figures") return figuresFile(input);
  return documentOf(format, reportContent(input));
}

/** Niches side by side, likewise. */
export function comparisonFile(format: Exclude<ComparisonFormat, "csv">, comparison: Comparison): ReportFile {
  return documentOf(format, comparisonContent(comparison));
}

function documentOf(format: "markdown" | "pdf", content: ReportContent): ReportFile {
  const write = format === "pdf" ? pdfReport : markdownReport;
  return { named: namedIds(content.notes), written: (evidence) => write(content, evidence) };
}
