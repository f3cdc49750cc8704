/**
 * `npm run bench -- [NAME …] [--quick] [--json]`: measures against named baselines in the same run. Names run only those, `name:part` only a
 * part; `--quick` measures less where a benchmark can; `--json` gives every sample. Exits with 1 when a figure misses its bar. Every sample is
 * also kept in `.paissive/bench/NAME.json`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { busBench } from "../bench/bus.ts";
import { bundlesBench } from "../bench/bundles.ts";
import { met, type Bench, type Figure } from "../bench/figures.ts";
import { gatewayBench } from "../bench/gateway.ts";
import { importBench } from "../bench/import.ts";
import { inferenceBench } from "../bench/inference/inference.ts";
import { kernelBench } from "../bench/kernel.ts";
import { neighbourBench } from "../bench/neighbour.ts";
import { nicheBench } from "../bench/niche.ts";
import { tokenizerBench } from "../bench/tokenizer.ts";
import { inRoot } from "./system/paths.ts";

const benches: Bench[] = [
  kernelBench,
  busBench,
  gatewayBench,
  neighbourBench,
  bundlesBench,
  tokenizerBench,
  inferenceBench,
  importBench,
  nicheBench,
];
const keptIn = ".paissive/bench";

interface Wanted {
  bench: Bench;
  part: string | undefined;
}

async function main(): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({ options: { json: flag, quick: flag }, allowPositionals: true });
  const wanted = positionals.length === 0 ? benches.map((bench) => ({ bench, part: undefined })) : positionals.map(wantedOf);
  const reports: { bench: string; about: string; machine: string; at: string; quick: boolean; figures: Figure[] }[] = [];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;
  for (const { bench, part } of wanted) {
    const figures = await bench.run({ quick: values.quick, part });
    const name = part === undefined ? bench.name : `${bench.name}:${part}`;
    const report = { bench: name, about: bench.about, machine, at: new Date().toISOString(), quick: values.quick, figures };
    reports.push(report);
    mkdirSync(inRoot(keptIn), { recursive: true });
    writeFileSync(inRoot(`${keptIn}/${name.replace(":", "-")}.json`), JSON.stringify(report, null, 2));
  }
  const figures = reports.flatMap((report) => report.figures);
  const missed = figures.filter((figure) => !met(figure));
  if (values.json) console.log(JSON.stringify(reports));
  else {
    for (const report of reports) print(report);
    const judged = figures.filter(({ bar }) => bar !== undefined).length;
    const which = missed.length === 0 ? "" : `; missed: ${missed.map(({ name }) => name).join("; ")}`;
    console.log(`${judged - missed.length} of ${judged} bars reached${which}`);
  }
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** What `name` or `name:part` stands for. Throws for an unknown one, with those that there are. */
function wantedOf(text: string): Wanted {
  const [name, part] = text.split(":", 2);
  const bench = benches.find((one) => one.name === name);
  const known = benches.flatMap((one) => [one.name, ...(one.parts ?? []).map((each) => `${one.name}:${each}`)]);
  if (!bench || !known.includes(text)) throw new Error(`No such benchmark: ${text}. There are: ${known.join(", ")}.`);
  return { bench, part };
}

function print({ bench, about, machine, figures }: { bench: string; about: string; machine: string; figures: Figure[] }): void {
  console.log(`${bench}: ${about}\n${machine}`);
  for (const figure of figures) {
    const { name, value, unit, range, baseline, ratio, ratioRange, bar } = figure;
    const parts = [`${short(value)} ${unit}`.trimEnd() + spread(range)];
    if (baseline && ratio !== undefined)
      parts.push(`${short(ratio)}${spread(ratioRange)} × ${baseline.name} (${short(baseline.value)} ${unit})`);
    if (bar) parts.push(`bar ${"atLeast" in bar ? `≥ ${bar.atLeast}` : `≤ ${short(bar.atMost)}`} ${met(figure) ? "reached" : "MISSED"}`);
    console.log(`  ${name}: ${parts.join(", ")}`);
  }
}

function spread(range: [number, number] | undefined): string {
  return range ? ` [${short(range[0])} to ${short(range[1])}]` : "";
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}

await main();
