/** `npm test`: everything the project claims, checked; the last line counts. `-- NAME …` runs only the named checks. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { buildWeb } from "./system/web-build.ts";
import { inRoot, root } from "./system/paths.ts";
import { quietWrangler } from "./system/system.ts";

interface Check {
  name: string;
  command: string[];
}

const bin = (name: string) => inRoot(`node_modules/.bin/${name}`);
const configs = ["tsconfig.json", "tsconfig.node.json", "tsconfig.worker-tests.json", "tsconfig.system-tests.json", "web/tsconfig.json"];
const vitest = (project: string, ...options: string[]): Check => ({
  name: project,
  command: [bin("vitest"), "run", "--project", project, ...options],
});
/** One core is left to the processes of the whole system. */
const workers = `--maxWorkers=${Math.max(1, availableParallelism() - 1)}`;

/** What computes, one after the other, and beside it what waits for processes much of the time: together they take as long as the longer one. */
const columns: Check[][] = [
  [
    ...configs.map((file) => ({ name: `types ${file}`, command: [bin("tsc"), "--noEmit", "-p", inRoot(file)] })),
    { name: "lint", command: [bin("oxlint"), "--deny-warnings"] },
    { name: "format", command: [bin("oxfmt"), "--check", "."] },
    vitest("unit", workers),
    vitest("workerd:*", workers),
  ],
  [vitest("system"), vitest("journeys")],
];

/** What every check runs under. The system is started some forty times: what Node compiled once is kept. */
const env = {
  ...process.env,
  ...quietWrangler,
  NODE_COMPILE_CACHE: inRoot("node_modules/.cache/node-compile"),
  PATH: `${inRoot("node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const isWanted = ({ name }: Check) => wanted.length === 0 || wanted.some((one) => name.startsWith(one));
  const chosen = columns.map((checks) => checks.filter(isWanted));
  if (chosen.flat().length === 0) {
    throw new Error(
      `No such check. There are: ${columns
        .flat()
        .map(({ name }) => name)
        .join(", ")}.`,
    );
  }
  buildWeb();
  const outcomes = (await Promise.all(chosen.map(oneByOne))).flat();
  const failed = outcomes.filter(({ passed }) => !passed);
  if (failed.length > 0) console.log(`failed: ${failed.map(({ name }) => name).join(", ")}`);
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function oneByOne(checks: Check[]): Promise<{ name: string; passed: boolean }[]> {
  const outcomes = [];
  for (const { name, command } of checks) {
    const begun = performance.now();
    const { code, output } = await run(command);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    // Whole, so that checks which run beside each other are told apart.
    process.stdout.write(`${output}${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)\n\n`);
    outcomes.push({ name, passed: code === 0 });
  }
  return outcomes;
}

function run([program = "", ...args]: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (cause) => resolve({ code: 127, output: `${cause.message}\n` }));
    child.once("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

await main();
