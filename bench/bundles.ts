/** How large each Worker and the web app are to those who download them, and what a Worker computes before it can answer. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { serviceNames } from "../contracts/services/common.ts";
import { dryDeploy } from "../tools/system/dry-deploy.ts";
import { inRoot } from "../tools/system/paths.ts";
import { startUpMs } from "../tools/system/start-up.ts";
import { buildWeb } from "../tools/system/web-build.ts";
import type { Bench, Figure } from "./figures.ts";

/** The free plan's limit of one Worker after compression (developers.cloudflare.com/workers/platform/limits, "Worker size"). */
const workerLimit = { name: "3 MiB, what Cloudflare's free plan takes", value: 3_072 };
/** The same page, "Worker startup time": global scope, of CPU time. */
const startUpLimit = { name: "1 s, what Cloudflare allows", value: 1_000 };
/** Ours: about three seconds at 1 Mbit/s. */
const webLimit = { name: "400 KiB, three seconds at 1 Mbit/s", value: 400 };

export const bundlesBench: Bench = {
  name: "bundles",
  about:
    "gzipped size and start-up of each Worker (all in one, and one a service) and size of the web app, against the most that each may have",
  async run() {
    const figures: Figure[] = [];
    for (const env of [undefined, "gateway", ...serviceNames]) {
      const name = `Worker ${env ?? "all in one"}`;
      figures.push(limited(name, "KiB", gzippedOf(await dryDeploy(env)), workerLimit));
      figures.push(limited(`${name}, start-up`, "ms", await startUpMs(env), startUpLimit));
    }
    buildWeb();
    return [
      ...figures,
      limited("web app, scripts and styles", "KiB", scriptsKiB("web/dist/assets"), webLimit),
      { name: "the API's reference at /docs, which is no part of it", unit: "KiB", value: scriptsKiB("web/dist/docs") },
    ];
  },
};

/** KiB, from wrangler's line `Total Upload: 1234.56 KiB / gzip: 234.56 KiB`. Throws when it says nothing of the kind. */
export function gzippedOf(output: string): number {
  const kib = /Total Upload: [\d.]+ KiB \/ gzip: ([\d.]+) KiB/.exec(output)?.[1];
  if (kib === undefined) throw new Error(`wrangler did not say how large the Worker is:\n${output}`);
  return Number(kib);
}

function scriptsKiB(folder: string): number {
  const files = readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" }).filter((file) => /\.(js|css)$/.test(file));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(inRoot(`${folder}/${file}`))).byteLength, 0) / 1_024;
}

function limited(name: string, unit: string, value: number, limit: { name: string; value: number }): Figure {
  return { name, unit, value, baseline: limit, ratio: value / limit.value, bar: { atMost: 1 } };
}
