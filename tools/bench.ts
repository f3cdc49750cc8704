/**
 * `npm run bench -- [NAME …] [--json]`: measures against named baselines in the same run. Names run only those; `--json` gives every
 * sample. Exits with 1 when a figure misses its bar.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { busBench } from "../bench/bus.ts";
import { bundlesBench } from "../bench/bundles.ts";
import { met, type Bench, type Figure } from "../bench/figures.ts";
import { gatewayBench } from "../bench/gateway.ts";
import { kernelBench } from "../bench/kernel.ts";

const benches: Bench[] = [kernelBench, busBench, gatewayBench, bundlesBench];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { json: { type: "boolean", default: false } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0)
    throw new Error(`No such benchmark: ${unknown.join(", ")}. There are: ${benches.map(({ name }) => name).join(", ")}.`);
  const reports: { bench: string; about: string; machine: string; figures: Figure[] }[] = [];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;
  for (const { name, about, run } of benches.filter((bench) => positionals.length === 0 || positionals.includes(bench.name))) {
    reports.push({ bench: name, about, machine, figures: await run() });
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
