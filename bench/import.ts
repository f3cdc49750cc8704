/** Files of ten and of a hundred megabytes on their way into a niche: how much memory the isolate needs, and how long it takes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importReportSchema, nicheDetailSchema } from "../contracts/services/niche-analysis.ts";
import { Api } from "../tools/demo/api.ts";
import { signInLocally } from "../tools/system/account.ts";
import { freePort } from "../tools/system/ports.ts";
import { startSystem } from "../tools/system/system.ts";
import type { Bench, BenchOptions, Figure } from "./figures.ts";
import { mixedTexts } from "./inference/texts.ts";
import { HeapWatch } from "./isolate-heap.ts";

const million = 1_000_000;
const sizes = { full: [10 * million, 100 * million], quick: [5 * million, 20 * million] };
/** Memory of one isolate (Cloudflare's limit for a Worker or Durable Object). */
const isolateMegabytes = 128;
/** A file ten times as long may need so much more. */
const mostGrowth = 1.25;
const rowsAPiece = 1_000;

interface Measured {
  bytes: number;
  rows: number;
  kept: number;
  seconds: number;
  megabytes: number;
}

export const importBench: Bench = {
  name: "import",
  about: "a file of a hundred megabytes through gateway, service and actor, against one of ten",
  run,
};

async function run({ quick }: BenchOptions): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-bench-import-"));
  const inspectorPort = await freePort();
  const system = await startSystem({ stateFolder: folder, inspectorPort });
  try {
    const api = new Api(system.url, await signInLocally(system.url, system.secrets));
    const texts = mixedTexts(10_000);
    // The first one also pays for code that was never run before.
    await imported(api, texts, million, inspectorPort);
    const measured: Measured[] = [];
    for (const bytes of quick ? sizes.quick : sizes.full) measured.push(await imported(api, texts, bytes, inspectorPort));
    return figuresOf(measured);
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function figuresOf(measured: readonly Measured[]): Figure[] {
  const [small, large] = [measured[0], measured.at(-1)];
  if (!small || !large) return [];
  const named = ({ bytes }: Measured) => `a file of ${(bytes / million).toLocaleString("en-US")} MB`;
  return [
    ...measured.map((one): Figure => ({
      name: `${named(one)}: ${one.rows.toLocaleString("en-US")} rows read, ${one.kept.toLocaleString("en-US")} kept`,
      value: one.bytes / million / one.seconds,
      unit: "MB/s",
      samples: { seconds: [one.seconds] },
    })),
    {
      name: `memory of the isolate of all services while ${named(large)} is read`,
      value: large.megabytes,
      unit: "MB",
      bar: { atMost: isolateMegabytes },
    },
    {
      name: `memory for ${named(large)}`,
      value: large.megabytes,
      unit: "MB",
      baseline: { name: `for ${named(small)}`, value: small.megabytes },
      ratio: large.megabytes / small.megabytes,
      bar: { atMost: mostGrowth },
    },
  ];
}

/** Throws when a row that was sent is neither kept nor counted among those left out. */
async function imported(api: Api, texts: readonly string[], bytes: number, inspectorPort: number): Promise<Measured> {
  const key = `import-${bytes}`;
  const { id } = await api.post("/api/v1/niches", nicheDetailSchema, { name: `File of ${bytes} bytes` }, `${key}-create`);
  const heap = await HeapWatch.open(inspectorPort);
  const begun = performance.now();
  const file = csvOf(texts, bytes);
  const path = `/api/v1/niches/${id}/evidence?fileName=${key}.csv`;
  const { read, kept, copies = 0, droppedBy } = await api.upload(path, importReportSchema, file.body, "text/csv", `${key}-import`);
  const seconds = (performance.now() - begun) / 1_000;
  const megabytes = heap.most();
  heap.close();
  const dropped = Object.values(droppedBy).reduce((sum: number, count) => sum + (count ?? 0), 0);
  if (read !== file.rows() || kept + copies + dropped !== read)
    throw new Error(`Of ${file.rows()} rows ${read} were read, ${kept} kept, ${copies} copies and ${dropped} dropped.`);
  return { bytes, rows: read, kept, seconds, megabytes };
}

/** A table that is made as it is sent: every row another text by another author. */
function csvOf(texts: readonly string[], bytes: number): { body: ReadableStream<Uint8Array>; rows: () => number } {
  const encoder = new TextEncoder();
  let [row, sent] = [0, 0];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode("id,text,author,date\n")),
    pull(controller) {
      if (sent >= bytes) return controller.close();
      const lines = Array.from({ length: rowsAPiece }, () => {
        const number = row++;
        const text = (texts[number % texts.length] ?? "").replaceAll('"', '""');
        return `${number},"${text} (${number})",person ${number % 50_021},2025-${String((number % 12) + 1).padStart(2, "0")}-15\n`;
      });
      const piece = encoder.encode(lines.join(""));
      sent += piece.length;
      controller.enqueue(piece);
    },
  });
  return { body, rows: () => row };
}
