/** The sample workspace: two niches that show every part of the analysis. Its files are written by `tools/sample/` when the app is built. */
import type { MarketSizeRequest, NicheDetail } from "../services/niche-analysis.ts";

export interface SampleFile {
  /** Shown as the source of each of its rows. */
  name: string;
  /** Texts, or a table of the market. */
  kind: "evidence" | "table";
}

export interface SampleNiche {
  /** Of the idempotency keys. */
  key: string;
  name: string;
  files: readonly SampleFile[];
  /** Stated assumptions, all of them invented. */
  marketSize: MarketSizeRequest;
}

const file = (kind: SampleFile["kind"], name: string): SampleFile => ({ kind, name });

/** Where the built app serves the files. */
export const samplePath = "/samples";

export const sampleNiches: readonly [SampleNiche, SampleNiche] = [
  {
    key: "phone-accessories",
    name: "Phone accessories (sample)",
    files: [
      file("evidence", "sample-phone-sentences.jsonl"),
      file("evidence", "sample-phone-invented-posts.jsonl"),
      file("table", "sample-phone-invented-competitors.csv"),
      file("table", "sample-phone-invented-searches.csv"),
      file("table", "sample-phone-invented-survey.csv"),
    ],
    marketSize: {
      customers: { kind: "lognormal", p10: 150_000, p90: 600_000 },
      currency: "USD",
      monthlyPrice: { kind: "pert", low: 400, mode: 900, high: 1900 },
      serviceable: { kind: "pert", low: 0.2, mode: 0.35, high: 0.5 },
      obtainable: { kind: "pert", low: 0.02, mode: 0.05, high: 0.1 },
    },
  },
  {
    key: "restaurant-visits",
    name: "Restaurant visits (sample)",
    files: [
      file("evidence", "sample-restaurant-sentences.jsonl"),
      file("table", "sample-restaurant-invented-competitors.csv"),
      file("table", "sample-restaurant-invented-searches.csv"),
    ],
    marketSize: {
      customers: { kind: "pert", low: 300_000, mode: 700_000, high: 1_300_000 },
      currency: "USD",
      monthlyPrice: { kind: "pert", low: 2900, mode: 4900, high: 8900 },
      serviceable: { kind: "pert", low: 0.15, mode: 0.3, high: 0.45 },
      obtainable: { kind: "pert", low: 0.02, mode: 0.06, high: 0.12 },
    },
  },
];

/** What is real in it, and what is not. Shown wherever the sample is offered, and on its niches. */
export const sampleProvenance =
  "The sentences are real reviews of 2015 and before (Sentiment labelled sentences, Kotzias et al., CC BY 4.0). Everything else is invented: who wrote them and when, their conversations, roles and countries, the posts that name a competitor, the competitors with their prices, the searches, the survey and the size of the market.";

/** Whether a niche holds texts or tables of the sample. */
export function isSample({ imports, marketTables = [] }: Pick<NicheDetail, "imports" | "marketTables">): boolean {
  const names = new Set(sampleNiches.flatMap(({ files }) => files.map(({ name }) => name)));
  return imports.some(({ fileName }) => names.has(fileName)) || marketTables.some(({ fileName }) => names.has(fileName));
}
