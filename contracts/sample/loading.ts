/** Loads the sample workspace over the public API, from a page or a program: goes on where an earlier loading stopped, and does nothing twice. */
import type * as z from "zod";
import { pageSchema } from "../page.ts";
import {
  importReportSchema,
  keptMarketSizeSchema,
  marketTableSchema,
  nicheDetailSchema,
  nicheSummarySchema,
  type NicheDetail,
} from "../services/niche-analysis.ts";
import { sampleNiches, type SampleNiche } from "./workspace.ts";

export interface SendCondition {
  /** Idempotency key. */
  key: string;
  ifMatch?: string;
}

/** The public API, as whoever loads the sample calls it. Each call rejects where it is refused or not reached. */
export interface SampleTransport {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  send<T>(method: "POST" | "PUT", path: string, schema: z.ZodType<T>, body: unknown, condition: SendCondition): Promise<T>;
  upload<T>(path: string, schema: z.ZodType<T>, body: Blob, type: string, key: string): Promise<T>;
  /** A file of the sample by its name. */
  file(name: string): Promise<Blob>;
}

export interface SampleStep {
  done: number;
  total: number;
  /** What is done now, as a page says it. */
  what: string;
}

const nichePage = pageSchema(nicheSummarySchema);

/** Steps of a niche: it is made, its files come, its market is sized, its analysis begins. */
const stepsOf = ({ files }: SampleNiche) => files.length + 3;

/**
 * Loads `niches` one after the other and begins their analyses, which go on by themselves. Answers with the niches as they then are. What is there already,
 * of this call or an earlier one, is left as it is.
 */
export async function loadSample(
  transport: SampleTransport,
  onStep: (step: SampleStep) => void = () => undefined,
  { niches = sampleNiches, analyse = true }: { niches?: readonly SampleNiche[]; analyse?: boolean } = {},
): Promise<NicheDetail[]> {
  const total = niches.reduce((sum, niche) => sum + stepsOf(niche), 0);
  const loaded: NicheDetail[] = [];
  let before = 0;
  for (const niche of niches) {
    const begun = before;
    loaded.push(
      await loadNiche(transport, niche, analyse, (step, what) => onStep({ done: begun + step, total, what: `${niche.name}: ${what}` })),
    );
    before += stepsOf(niche);
  }
  onStep({ done: total, total, what: "Loaded" });
  return loaded;
}

async function loadNiche(
  transport: SampleTransport,
  sample: SampleNiche,
  analyse: boolean,
  onStep: (step: number, what: string) => void,
): Promise<NicheDetail> {
  onStep(0, "making the niche");
  let niche = await madeNiche(transport, sample);
  const path = `/api/v1/niches/${niche.id}`;
  // Of the version that was seen: a click beside this one sends the same key, and what somebody has removed since comes back under another.
  const key = (step: string) => `sample-${step}-${niche.id}-v${niche.version}`;
  const look = async () => {
    niche = await transport.get(path, nicheDetailSchema);
  };
  for (const [at, { name, kind }] of sample.files.entries()) {
    const known = kind === "evidence" ? niche.imports : (niche.marketTables ?? []);
    if (known.some(({ fileName }) => fileName === name)) continue;
    onStep(1 + at, `importing ${name}`);
    const body = await transport.file(name);
    const query = new URLSearchParams({ fileName: name });
    if (kind === "evidence")
      await transport.upload(`${path}/evidence?${query}`, importReportSchema, body, "application/x-ndjson", key(name));
    else await transport.upload(`${path}/market-tables?${query}`, marketTableSchema, body, "text/csv", key(name));
    await look();
  }
  if (niche.marketSize === undefined) {
    onStep(1 + sample.files.length, "sizing the market");
    const condition = { key: key("size"), ifMatch: "*" };
    await transport.send("PUT", `${path}/market-size`, keptMarketSizeSchema, sample.marketSize, condition);
    await look();
  }
  const isAnalysed = niche.themes.length > 0 || niche.work.status === "queued" || niche.work.status === "running";
  if (analyse && !isAnalysed) {
    onStep(2 + sample.files.length, "beginning the analysis");
    niche = await transport.send("POST", `${path}/analyses`, nicheDetailSchema, {}, { key: key("analysis") });
  }
  return niche;
}

/** The oldest niche of this name that was found in no other; made where there is none. */
async function madeNiche(transport: SampleTransport, { name, key }: SampleNiche): Promise<NicheDetail> {
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: "200", ...(cursor !== undefined && { cursor }) });
    const { items, nextCursor } = await transport.get(`/api/v1/niches?${query}`, nichePage);
    const [known] = items
      .filter((one) => one.name === name && one.parentId === undefined)
      .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    if (known) return transport.get(`/api/v1/niches/${known.id}`, nicheDetailSchema);
    cursor = nextCursor;
  } while (cursor !== undefined);
  const made = await transport.send("POST", "/api/v1/niches", nicheDetailSchema, { name }, { key: `sample-niche-${key}` });
  // A repetition is answered as the first time: what has come since is seen anew.
  return transport.get(`/api/v1/niches/${made.id}`, nicheDetailSchema);
}
