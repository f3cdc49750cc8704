/** A niche from its file to its themes, through the whole system, against the embedding of the same texts alone; and how both grow. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { importReportSchema, nicheDetailSchema, type NicheDetail } from "../contracts/services/niche-analysis.ts";
import { Api } from "../tools/demo/api.ts";
import { signInLocally } from "../tools/system/account.ts";
import { freePort } from "../tools/system/ports.ts";
import { startSystem, type System } from "../tools/system/system.ts";
import { growthExponent, type Bench, type BenchOptions, type Figure } from "./figures.ts";
import { ServedNode } from "./inference/served-node.ts";
import { mixedTexts } from "./inference/texts.ts";
import { HeapWatch } from "./isolate-heap.ts";

const model = "all-minilm-l6-v2";
const sizes = { full: [1_000, 10_000, 100_000], quick: [1_000, 3_000] };
/** Where the share of the embedding rate is judged; it stands in every form. */
const judgedSize = 10_000;
/** As many as the actor sends, of as many texts. */
const rawClients = 4;
const textsARequest = 32;
/** Texts of which the embedding rate is taken, before and after the niches. */
const rawTexts = 10_000;
/** Memory of one isolate (Cloudflare's limit for a Worker or Durable Object). */
const isolateMegabytes = 128;
/** Every look costs the system some of its time. */
const lookAgainMs = 500;
const withinMs = 45 * 60_000;

export const nicheBench: Bench = {
  name: "niche",
  about:
    "texts from their file to themes and a score through gateway, queue, actor and node, against the node embedding the same texts alone",
  run,
};

async function run({ quick }: BenchOptions): Promise<Figure[]> {
  const wanted = quick ? sizes.quick : sizes.full;
  const texts = mixedTexts(Math.max(...wanted, quick ? 0 : rawTexts));
  const raw = [await embeddingRate(texts.slice(0, quick ? 2_000 : rawTexts))];
  const measured = await analysed(texts, wanted);
  raw.push(await embeddingRate(texts.slice(0, quick ? 2_000 : rawTexts)));
  const rate = (raw[0] ?? 0) / 2 + (raw[1] ?? 0) / 2;
  return [
    ...measured.map(({ size, seconds }): Figure => {
      const value = size / seconds;
      const figure = {
        name: `texts a second, ${size.toLocaleString("en-US")} of them`,
        value,
        unit: "texts/s",
        baseline: { name: "the node alone", value: rate },
      };
      return { ...figure, ratio: value / rate, ...(size === judgedSize && { bar: { atLeast: 0.7 } }) };
    }),
    ...measured.map(({ size, imported, embedded, seconds }): Figure => ({
      name: `${size.toLocaleString("en-US")} texts: import, embedding, themes`,
      value: seconds,
      unit: "s",
      samples: { import: [imported], embedding: [embedded - imported], themes: [seconds - embedded] },
    })),
    {
      name: "exponent of time over texts",
      value: growthExponent(measured.map(({ size, seconds }) => ({ size, time: seconds }))),
      unit: "",
      bar: { atMost: 1.2 },
    },
    ...measured.flatMap(({ size, megabytes }): Figure[] => {
      const phases = Object.entries(megabytes).filter(([, value]) => value !== undefined);
      return phases.map(([phase, value = NaN]) => ({
        name: `memory of the isolate of all services, ${size.toLocaleString("en-US")} texts, ${phase}`,
        value,
        unit: "MB",
        ...(size === Math.max(...wanted) && { bar: { atMost: isolateMegabytes } }),
      }));
    }),
  ];
}

/** Texts a second that the node embeds when it has nothing else to do. */
async function embeddingRate(texts: readonly string[]): Promise<number> {
  const node = await ServedNode.start();
  try {
    await node.vectors(model, texts.slice(0, textsARequest));
    const begun = performance.now();
    let next = 0;
    const client = async () => {
      while (next < texts.length) {
        const from = next;
        next += textsARequest;
        await node.vectors(model, texts.slice(from, from + textsARequest));
      }
    };
    await Promise.all(Array.from({ length: rawClients }, client));
    return texts.length / ((performance.now() - begun) / 1_000);
  } finally {
    await node.stop();
  }
}

interface Measured {
  size: number;
  /** Seconds from the first byte of the file until all rows are evidence, … */
  imported: number;
  /** … until all have vectors, … */
  embedded: number;
  /** … until the themes stand. */
  seconds: number;
  /** At most, of JavaScript's heap and its buffers; not of the size whose time is judged. */
  megabytes: { import: number | undefined; embedding: number | undefined; themes: number | undefined };
}

async function analysed(texts: readonly string[], wanted: readonly number[]): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-bench-niche-"));
  const inspectorPort = await freePort();
  const system = await startSystem({ stateFolder: folder, inspectorPort });
  try {
    const api = new Api(system.url, await signInLocally(system.url, system.secrets));
    // The first niche also pays for code that was never run before.
    await niche(api, system, texts.slice(0, 200), inspectorPort);
    const measured: Measured[] = [];
    for (const size of wanted) measured.push(await niche(api, system, texts.slice(0, size), inspectorPort));
    return measured;
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function niche(api: Api, system: System, texts: readonly string[], inspectorPort: number): Promise<Measured> {
  const key = `niche-${texts.length}`;
  const created = await api.post("/api/v1/niches", nicheDetailSchema, { name: `Bench ${texts.length}` }, `${key}-create`);
  // Sweeping for the sake of the figure costs time, so not where the time is judged.
  const heap = texts.length === judgedSize ? undefined : await HeapWatch.open(inspectorPort);
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1_000;
  const body = new Blob(texts.map((text) => `${JSON.stringify({ text })}\n`));
  const path = `/api/v1/niches/${created.id}/evidence?fileName=${key}.jsonl`;
  const { kept } = await api.upload(path, importReportSchema, body, "application/x-ndjson", `${key}-import`);
  if (kept < texts.length * 0.99) throw new Error(`Of ${texts.length} texts only ${kept} were kept.`);
  const imported = since();
  const megabytes = { import: heap?.most(), embedding: undefined as number | undefined };
  await api.post(`/api/v1/niches/${created.id}/analyses`, nicheDetailSchema, {}, `${key}-analyse`);
  let embedded = 0;
  for (let detail: NicheDetail | undefined; ;) {
    if (since() * 1_000 > withinMs)
      throw new Error(`The niche of ${texts.length} texts was not analysed: ${system.edge.output.slice(-2_000)}`);
    detail = await api.get(`/api/v1/niches/${created.id}`, nicheDetailSchema);
    const { status, progress, message } = detail.work;
    if (status === "failed") throw new Error(`The analysis of ${texts.length} texts failed: ${message}`);
    if (embedded === 0 && progress.done >= progress.total && progress.total > 0) {
      embedded = since();
      megabytes.embedding = heap?.most();
    }
    if (status === "succeeded") break;
    await sleep(lookAgainMs);
  }
  const seconds = since();
  const themes = heap?.most();
  heap?.close();
  return { size: texts.length, imported, embedded, seconds, megabytes: { ...megabytes, themes } };
}
