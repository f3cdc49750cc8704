/** Files on their way into a niche, in one request and in parts: how much memory the isolate needs, and how long it takes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importReportSchema, nicheDetailSchema } from "../contracts/services/niche-analysis.ts";
import { Api } from "../tools/demo/api.ts";
import { signInLocally } from "../tools/system/account.ts";
import { freePort } from "../tools/system/ports.ts";
import { startSystem } from "../tools/system/system.ts";
import type { Bench, BenchOptions, Figure } from "./figures.ts";
import { memoryFigures } from "./import/memory.ts";
import { csvOf } from "./import/table.ts";
import { keptFigures, uploadFigures } from "./import/uploads.ts";
import { mixedTexts } from "./inference/texts.ts";
import { HeapWatch } from "./isolate-heap.ts";

const million = 1_000_000;
const sizes = { full: [10 * million, 100 * million], quick: [5 * million, 20 * million] };

interface Measured {
  bytes: number;
  rows: number;
  kept: number;
  seconds: number;
  megabytes: number;
}

export const importBench: Bench = {
  name: "import",
  about:
    "a file of a hundred megabytes in one request against one of ten, and one of a gigabyte in parts against one of a hundred megabytes, and one of which nearly all is kept",
  parts: ["request", "gigabyte", "kept"],
  run,
};

async function run({ quick, part }: BenchOptions): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-bench-import-"));
  const inspectorPort = await freePort();
  const system = await startSystem({ stateFolder: folder, inspectorPort });
  try {
    const api = new Api(system.url, await signInLocally(system.url, system.secrets));
    const texts = mixedTexts(10_000);
    // The first one also pays for code that was never run before.
    await imported(api, texts, million, inspectorPort);
    const measured: Measured[] = [];
    if (part === undefined || part === "request")
      for (const bytes of quick ? sizes.quick : sizes.full) measured.push(await imported(api, texts, bytes, inspectorPort));
    const place = { system, api, texts, inspectorPort, folder };
    const inParts = part === undefined || part === "gigabyte" ? await uploadFigures(place, quick) : [];
    const kept = part === undefined || part === "kept" ? await keptFigures(place, quick) : [];
    return [...figuresOf(measured), ...inParts, ...kept];
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
    ...memoryFigures({ ...small, name: named(small) }, { ...large, name: named(large) }),
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
