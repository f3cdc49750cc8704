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

/** Each uses one core. */
const ofText: Check[] = [
  ...configs.map((file) => ({ name: `types ${file}`, command: [bin("tsc"), "--noEmit", "-p", inRoot(file)] })),
  { name: "lint", command: [bin("oxlint"), "--deny-warnings"] },
  { name: "format", command: [bin("oxfmt"), "--check", "."] },
];

/** In one run, so that those which compute fill the time in which others wait. */
const projects = ["unit", "workerd:*", "system"];

/** What every check runs under. The system is started some forty times: what Node compiled once is kept. */
const env = {
  ...process.env,
  ...quietWrangler,
  NODE_COMPILE_CACHE: inRoot("node_modules/.cache/node-compile"),
  PATH: `${inRoot("node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const isWanted = (name: string) => wanted.length === 0 || wanted.some((one) => name.startsWith(one));
  const texts = ofText.filter(({ name }) => isWanted(name));
  const tests = projects.filter(isWanted);
  if (texts.length + tests.length === 0)
    throw new Error(`No such check. There are: ${[...ofText.map(({ name }) => name), ...projects].join(", ")}.`);
  buildWeb();
  const waiting = texts.values();
  const oneByOne = async () => {
    const outcomes: boolean[] = [];
    for (const check of waiting) outcomes.push(await passes(check));
    return outcomes;
  };
  const outcomes = (await Promise.all(Array.from({ length: availableParallelism() }, oneByOne))).flat();
  if (tests.length > 0)
    outcomes.push(await passes({ name: tests.join(" "), command: [bin("vitest"), "run", ...tests.map((name) => `--project=${name}`)] }));
  const failed = outcomes.filter((passed) => !passed).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function passes({ name, command }: Check): Promise<boolean> {
  const begun = performance.now();
  const code = await run(command);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
  return code === 0;
}

function run([program = "", ...args]: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", () => resolve(127));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

await main();
