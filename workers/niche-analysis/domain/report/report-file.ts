/** A niche as a file of one of the formats, in two steps: which texts it names, then the file. */
import type { ReportFormat } from "../../../../contracts/services/niche-analysis.ts";
import type { Evidence } from "../../../../contracts/services/niche-evidence.ts";
import { reportContent, type ReportInput } from "./content.ts";
import { figuresCsv } from "./figures-csv.ts";
import { markdownReport } from "./markdown-report.ts";
import { namedIds } from "./origins.ts";
import { pdfReport } from "./pdf/pdf-report.ts";

export interface ReportFile {
  /** Ids of the texts that it names with where they come from. */
  named: string[];
  /** The same bytes for the same input. */
  written: (evidence: readonly Evidence[]) => string;
}

export function reportFile(format: Exclude<ReportFormat, "csv">, input: ReportInput): ReportFile {
  if (format === "figures") return { named: [], written: () => figuresCsv(input) };
  const content = reportContent(input);
  const write = format === "pdf" ? pdfReport : markdownReport;
  return { named: namedIds(content.notes), written: (evidence) => write(content, evidence) };
}
