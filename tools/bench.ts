/** `npm run bench -- [NAME …] [--json]`: measures against named baselines in the same run. Names run only those. Exits with 1 when a figure misses its bar. */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { bundlesBench } from "../bench/bundles.ts";
import { met, type Bench, type Figure } from "../bench/figures.ts";
import { kernelBench } from "../bench/kernel.ts";

const benches: Bench[] = [kernelBench, bundlesBench];

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
  if (values.json) console.log(JSON.stringify(reports));
  else for (const report of reports) print(report);
  const missed = reports.flatMap(({ figures }) => figures).filter((figure) => !met(figure));
  if (missed.length > 0) console.error(`missed: ${missed.map(({ name }) => name).join("; ")}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function print({ bench, about, machine, figures }: { bench: string; about: string; machine: string; figures: Figure[] }): void {
  console.log(`${bench}: ${about}\n${machine}`);
  for (const { name, value, unit, baseline, ratio } of figures) {
    const against = baseline && ratio !== undefined ? `, ${ratio.toFixed(2)} × ${baseline.name} (${short(baseline.value)} ${unit})` : "";
    console.log(`  ${name}: ${short(value)} ${unit}${against}`.trimEnd());
  }
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}

await main();
