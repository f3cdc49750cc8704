/** A file dropped on the page of a niche: texts become evidence; a table of figures goes where tables of the market are kept. */
import type { ImportReport, MarketTable } from "../../../../contracts/services/niche-analysis.ts";
import { ApiProblem } from "../../api/problem.ts";
import { importEvidence, type ImportRequest } from "../queries.ts";
import { importMarketTable } from "./queries.ts";

export type Imported = { report: ImportReport; table?: undefined } | { table: MarketTable; report?: undefined };

/** How the door says that a file is no evidence but a table of the market. */
export function isMarketTable(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === "unsupported_media" && error.fields["file"] === "market-table";
}

export async function importAnything(request: ImportRequest): Promise<Imported> {
  try {
    return { report: await importEvidence(request) };
  } catch (cause) {
    if (!isMarketTable(cause)) throw cause;
    return { table: await importMarketTable(request) };
  }
}
