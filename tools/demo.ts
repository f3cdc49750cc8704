/** `npm run demo`: the main job on the sample, start to report, in one command. Options: `-- --help`. */
import { mkdirSync, mkdtempSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Api } from "./demo/api.ts";
import { refuseUnusable } from "./demo/evidence-check.ts";
import { jsonOf, mainJob, type MainJobInput, type MainJobResult } from "./demo/main-job.ts";
import { demoOptions, type DemoOptions } from "./demo/options.ts";
import { ProgressLine } from "./demo/progress.ts";
import { toHtml, toMarkdown } from "./report/document.ts";
import { reportOf } from "./report/report.ts";
import { signInLocally } from "./system/account.ts";
import { requireFree } from "./system/ports.ts";
import { startSystem, type System } from "./system/system.ts";
import { UserError } from "./system/user-error.ts";

const progress = new ProgressLine();

async function main(): Promise<void> {
  const options = demoOptions(process.argv.slice(2));
  if (options.port !== undefined) await requireFree(options.port, "npm run demo -- --port");
  if (options.evidence !== undefined) await refuseUnusable(options.evidence, options.columns);
  const stateFolder = options.state ?? mkdtempSync(join(tmpdir(), "paissive-demo-"));
  let system: System | undefined;
  const cleanUp = async () => {
    await system?.stop();
    if (options.state === undefined) rmSync(stateFolder, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void cleanUp().then(() => process.exit(130)));
  try {
    const begun = performance.now();
    system = await startSystem({
      stateFolder,
      ...(options.port === undefined ? {} : { port: options.port }),
      onProgress: (message) => progress.show(message),
    });
    const startedMs = Math.round(performance.now() - begun);
    const api = new Api(system.url, await signInLocally(system.url, system.secrets));
    const broken = system.broken.then((name) => {
      throw new Error(`${name} ended unexpectedly; its log is in ${stateFolder}.`);
    });
    const result = await Promise.race([
      mainJob(api, { evidence: await evidenceOf(options), key: "demo", onProgress: (step, share) => progress.show(step, share) }),
      broken,
    ]);
    progress.done();
    print({ ...result, timings: { start: startedMs, ...result.timings } }, options);
    if (options.keep) await keepRunning(system, stateFolder);
  } finally {
    progress.done();
    await cleanUp();
  }
}

async function evidenceOf({ evidence, columns }: DemoOptions): Promise<MainJobInput["evidence"]> {
  if (evidence === undefined) return "sample";
  const fileName = basename(evidence);
  return { market: fileName.replace(/\.[^.]+$/, ""), fileName, body: await openAsBlob(evidence), columns };
}

function print(result: MainJobResult, options: DemoOptions): void {
  const blocks = reportOf(result);
  const markdown = toMarkdown(blocks);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, "report.md"), markdown);
  writeFileSync(join(options.out, "report.html"), toHtml(blocks, `${result.market.name}: report`));
  process.stdout.write(options.json ? `${JSON.stringify(jsonOf(result))}\n` : markdown);
  process.stderr.write(
    `The report is in ${options.out} (report.md, report.html). It took ${(((result.timings["start"] ?? 0) + (result.timings["total"] ?? 0)) / 1000).toFixed(0)} s.\n`,
  );
}

async function keepRunning(system: System, stateFolder: string): Promise<void> {
  process.stderr.write(
    `\n  web app   ${system.url}\n  account   ${system.secrets.email}\n  password  ${system.secrets.password}\n  state     ${stateFolder}\n\nCtrl-C stops everything.\n`,
  );
  await system.broken;
}

try {
  await main();
} catch (cause) {
  progress.done();
  console.error(cause instanceof UserError ? cause.message : cause);
  process.exitCode = 1;
}
process.exit();
