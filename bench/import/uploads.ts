/** Files that are uploaded in parts and read at the niche, whose runtime is killed in the middle of the longest. */
import { createWriteStream, openAsBlob, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import type { Upload } from "../../contracts/services/niche-uploads.ts";
import { followReading, sendRest, type UploadTransport } from "../../contracts/upload-sender.ts";
import type { Api } from "../../tools/demo/api.ts";
import { uploadsOf } from "../../tools/demo/uploads.ts";
import { runtimeOf } from "../../tools/system/processes.ts";
import type { System } from "../../tools/system/system.ts";
import type { Figure } from "../figures.ts";
import { HeapWatch } from "../isolate-heap.ts";
import { memoryFigure, memoryFigures } from "./memory.ts";
import { csvOf } from "./table.ts";

const million = 1_000_000;
const sizes = { full: [100 * million, 1_000 * million], quick: [10 * million, 40 * million] };
/** Of the file whose rows are long, so that a niche has room for all of them. */
const keptSizes = { full: 1_000 * million, quick: 40 * million };
const textsALongRow = 12;
/** Rows of it that are kept at least. */
const leastKept = 0.95;
/** Shares of the longest file after which the runtime is killed: of what is sent, and of what is read. */
const killsAt = { sent: 0.5, read: 0.3 };

interface Measured {
  name: string;
  bytes: number;
  rows: number;
  kept: number;
  seconds: { sending: number; reading: number };
  megabytes: number;
  kills: number;
}

export interface Place {
  system: System;
  api: Api;
  texts: readonly string[];
  inspectorPort: number;
  folder: string;
}

export async function uploadFigures(place: Place, quick: boolean): Promise<Figure[]> {
  const [short, long] = quick ? sizes.quick : sizes.full;
  if (short === undefined || long === undefined) return [];
  const small = await uploaded(place, short, false);
  const large = await uploaded(place, long, true);
  return [
    ...[small, large].flatMap(({ name, bytes, rows, kept, seconds, kills }): Figure[] => [
      {
        name: `${name} sent in parts${kills > 0 ? ", the runtime killed once" : ""}`,
        value: bytes / million / seconds.sending,
        unit: "MB/s",
        samples: { seconds: [seconds.sending] },
      },
      {
        name: `${name} read at its niche: ${rows.toLocaleString("en-US")} rows read, ${kept.toLocaleString("en-US")} kept${kills > 1 ? ", begun anew after a kill" : ""}`,
        value: bytes / million / seconds.reading,
        unit: "MB/s",
        samples: { seconds: [seconds.reading] },
      },
    ]),
    { name: `kills while ${large.name} was sent and read, after which it was whole`, value: large.kills, unit: "", bar: { atLeast: 2 } },
    ...memoryFigures(small, large),
  ];
}

/** One file of long rows, which the niche keeps. */
export async function keptFigures(place: Place, quick: boolean): Promise<Figure[]> {
  const { name, bytes, rows, kept, seconds, megabytes } = await uploaded(
    place,
    quick ? keptSizes.quick : keptSizes.full,
    false,
    textsALongRow,
  );
  return [
    {
      name: `${name} in long rows read at its niche and kept: ${kept.toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows`,
      value: bytes / million / seconds.reading,
      unit: "MB/s",
      samples: { seconds: [seconds.reading] },
    },
    { name: `share of the rows of ${name} that is kept`, value: kept / rows, unit: "", bar: { atLeast: leastKept } },
    memoryFigure({ name: `${name} in long rows`, megabytes }),
  ];
}

/** Throws when a row that was sent is neither kept nor counted among those left out. */
async function uploaded(place: Place, bytes: number, struck: boolean, textsARow = 1): Promise<Measured> {
  const { api, folder, system } = place;
  const path = join(folder, `${bytes}.csv`);
  const table = csvOf(place.texts, bytes, textsARow);
  await finished(Readable.fromWeb(table.body as Parameters<typeof Readable.fromWeb>[0]).pipe(createWriteStream(path)));
  const file = await openAsBlob(path);
  const { id } = await api.post("/api/v1/niches", nicheDetailSchema, { name: `Upload of ${bytes} bytes` }, `upload-${bytes}-${textsARow}`);
  const transport = patiently(uploadsOf(api, id));
  const watch = new Watch(place.inspectorPort);
  await watch.open();
  const left: ("sent" | "read")[] = struck ? ["sent", "read"] : [];
  let kills = 0;
  const onProgress = ({ received, bytesRead }: Upload) => {
    const [next] = left;
    if (next === undefined || (next === "sent" ? received : bytesRead) < killsAt[next] * file.size) return;
    left.shift();
    const runtime = runtimeOf(system.edge.pid, new URL(system.url).port);
    if (runtime === undefined) throw new Error("There is no runtime to be killed.");
    watch.pause();
    process.kill(runtime, "SIGKILL");
    kills++;
    void sleep(10_000).then(() => watch.open());
  };
  const begun = performance.now();
  const opened = await transport.open({ fileName: `${bytes}.csv`, bytes: file.size });
  const sent = await sendRest({ transport, file, upload: opened, onProgress, again: async () => sleep(200, true) });
  const arrived = performance.now();
  const { report, fault } = await followReading(transport, sent, { onProgress, wait: () => sleep(1_000) });
  const read = performance.now();
  watch.close();
  rmSync(path);
  if (!report) throw new Error(`${bytes} bytes could not be read: ${fault?.detail}`);
  const dropped = Object.values(report.droppedBy).reduce((sum: number, count) => sum + (count ?? 0), 0);
  if (report.read !== table.rows() || report.kept + (report.copies ?? 0) + dropped !== report.read)
    throw new Error(`Of ${table.rows()} rows ${report.read} were read, ${report.kept} kept and ${dropped} dropped.`);
  return {
    name: `a file of ${(bytes / million).toLocaleString("en-US")} MB`,
    bytes: file.size,
    rows: report.read,
    kept: report.kept,
    seconds: { sending: (arrived - begun) / 1_000, reading: (read - arrived) / 1_000 },
    megabytes: watch.most,
    kills,
  };
}

/** Looks at the heap but while there is none. */
class Watch {
  readonly #port: number;
  #heap: HeapWatch | undefined;
  #closed = false;
  #most = 0;

  constructor(port: number) {
    this.#port = port;
  }

  async open(): Promise<void> {
    if (this.#closed || this.#heap) return;
    this.#heap = await HeapWatch.open(this.#port).catch(() => undefined);
  }

  pause(): void {
    const most = this.#heap?.most() ?? 0;
    if (most > this.#most) this.#most = most;
    this.#heap?.close();
    this.#heap = undefined;
  }

  close(): void {
    this.pause();
    this.#closed = true;
  }

  get most(): number {
    return this.#most;
  }
}

/** What is asked while the runtime starts again is asked until it answers. */
function patiently(transport: UploadTransport): UploadTransport {
  const tried = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (const until = Date.now() + 60_000; ; await sleep(200)) {
      try {
        return await ask();
      } catch (cause) {
        if (Date.now() > until) throw cause;
      }
    }
  };
  return { ...transport, open: (settings) => tried(() => transport.open(settings)), look: (id) => tried(() => transport.look(id)) };
}
