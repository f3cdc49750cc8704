/** How large each Worker and the web app are to those who download them. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { serviceNames } from "../contracts/services/common.ts";
import { dryDeploy } from "../tools/system/dry-deploy.ts";
import { inRoot } from "../tools/system/paths.ts";
import { buildWeb } from "../tools/system/web-build.ts";
import type { Bench, Figure } from "./figures.ts";

/** The free plan's limit of one Worker after compression (developers.cloudflare.com/workers/platform/limits, "Worker size"). */
const workerLimit = { name: "3 MiB, what Cloudflare's free plan takes", value: 3_072 };
/** Ours: about three seconds at 1 Mbit/s. */
const webLimit = { name: "400 KiB, three seconds at 1 Mbit/s", value: 400 };

export const bundlesBench: Bench = {
  name: "bundles",
  about: "gzipped size of each Worker (all in one, and one a service) and of the web app, against the most that each may have",
  async run() {
    const figures: Figure[] = [];
    for (const env of [undefined, "gateway", ...serviceNames]) {
      figures.push(limited(`Worker ${env ?? "all in one"}`, gzippedOf(await dryDeploy(env)), workerLimit));
    }
    buildWeb();
    return [...figures, limited("web app, scripts and styles", webKiB(), webLimit)];
  },
};

/** KiB, from wrangler's line `Total Upload: 1234.56 KiB / gzip: 234.56 KiB`. Throws when it says nothing of the kind. */
export function gzippedOf(output: string): number {
  const kib = /Total Upload: [\d.]+ KiB \/ gzip: ([\d.]+) KiB/.exec(output)?.[1];
  if (kib === undefined) throw new Error(`wrangler did not say how large the Worker is:\n${output}`);
  return Number(kib);
}

function webKiB(): number {
  const files = readdirSync(inRoot("web/dist"), { recursive: true, encoding: "utf8" }).filter((file) => /\.(js|css)$/.test(file));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(inRoot(`web/dist/${file}`))).byteLength, 0) / 1_024;
}

function limited(name: string, kib: number, limit: { name: string; value: number }): Figure {
  return { name, unit: "KiB", value: kib, baseline: limit, ratio: kib / limit.value, bar: { atMost: 1 } };
}
