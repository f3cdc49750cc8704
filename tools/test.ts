/** `npm test`: everything the project claims, checked one after another; the last line counts. `-- NAME …` runs only the named checks. */
import { spawn } from "node:child_process";
import { buildWeb } from "./system/web-build.ts";
import { inRoot, root } from "./system/paths.ts";
import { quietWrangler } from "./system/system.ts";

interface Check {
  name: string;
  command: string[];
}

const bin = (name: string) => inRoot(`node_modules/.bin/${name}`);
const vitest = (project: string): Check => ({ name: project, command: [bin("vitest"), "run", "--project", project] });

const checks: Check[] = [
  ...["tsconfig.json", "tsconfig.node.json", "tsconfig.worker-tests.json", "tsconfig.system-tests.json", "web/tsconfig.json"].map(
    (file) => ({
      name: `types ${file}`,
      command: [bin("tsc"), "--noEmit", "-p", inRoot(file)],
    }),
  ),
  { name: "lint", command: [bin("oxlint"), "--deny-warnings"] },
  { name: "format", command: [bin("oxfmt"), "--check", "."] },
  vitest("unit"),
  vitest("workerd:*"),
  vitest("system"),
];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const chosen = wanted.length === 0 ? checks : checks.filter((check) => wanted.some((name) => check.name.startsWith(name)));
  if (chosen.length === 0) throw new Error(`No such check. There are: ${checks.map((check) => check.name).join(", ")}.`);
  buildWeb();
  const failed: string[] = [];
  for (const check of chosen) {
    const begun = performance.now();
    const code = await run(check.command);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${check.name} (${seconds} s)\n`);
    if (code !== 0) failed.push(check.name);
  }
  if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
  console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** What every check runs under. The system is started some forty times: what Node compiled once is kept. */
const env = {
  ...process.env,
  ...quietWrangler,
  NODE_COMPILE_CACHE: inRoot("node_modules/.cache/node-compile"),
  PATH: `${inRoot("node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
};

function run([program = "", ...args]: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", () => resolve(127));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

await main();
