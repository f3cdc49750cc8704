/**
 * `npm run test:mutate -- N --seed S`: breaks N random lines of contracts/, deciders and domain/, one at a time, in a copy of the
 * tree, and reports which breaks no test and no type notices. Stryker does not support this vitest.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mutations, type Mutation } from "./mutate/operators.ts";
import { inRoot, root } from "./system/paths.ts";

/** Of the mutations that survive, at most this share. */
const bar = 0.25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string", default: "1" }, json: { type: "boolean", default: false } },
});
const count = Number(positionals[0] ?? 50);
const seed = Number(values.seed);

const folder = mkdtempSync(join(tmpdir(), "paissive-mutate-"));
try {
  copyTree(folder);
  const mutants = chosen();
  // A mutation that "fails" because everything fails would count as noticed.
  const whole = passes([...new Set(mutants.map(({ file }) => file))], values.json ? "ignore" : "inherit");
  if (!whole) throw new Error("The unbroken tree does not pass its own tests, so breaking it would show nothing.");
  const survivors: Mutation[] = [];
  for (const mutation of mutants) {
    const survived = survives(mutation);
    if (survived) survivors.push(mutation);
    if (!values.json)
      console.log(
        `${survived ? "SURVIVED" : "killed  "} ${mutation.file}:${mutation.line} ${mutation.name}: ${mutation.before.trim()} → ${mutation.after.trim()}`,
      );
  }
  const share = survivors.length / count;
  if (values.json) console.log(JSON.stringify({ count, seed, survivors, share, bar }));
  console.log(`mutations ${count} survived ${survivors.length} share ${share.toFixed(2)} bar ${bar} ${share <= bar ? "ok" : "MISSED"}`);
  process.exitCode = share <= bar ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function tracked(): string[] {
  return execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((path) => path !== "");
}

function copyTree(target: string): void {
  for (const path of tracked()) cpSync(inRoot(path), join(target, path), { recursive: true });
  symlinkSync(inRoot("node_modules"), join(target, "node_modules"));
}

/** `count` different mutations, drawn from all possible ones. */
function chosen(): Mutation[] {
  const sources = tracked().filter(
    (path) =>
      /^(contracts\/.*|.*\/domain\/.*|durable-objects\/[^/]+\/(decider|evolve)|durable-objects\/kernel\/backoff)\.?[^/]*\.ts$/.test(path) &&
      !/\.test\.ts$|\/testing\//.test(path),
  );
  const all = sources.flatMap((file) => mutations(file, readFileSync(inRoot(file), "utf8")));
  const random = xoroshiro128plus(seed);
  const picked: Mutation[] = [];
  while (picked.length < count && all.length > 0) picked.push(...all.splice(uniformInt(random, 0, all.length - 1), 1));
  return picked;
}

function survives(mutation: Mutation): boolean {
  const path = join(folder, mutation.file);
  const original = readFileSync(path, "utf8");
  const lines = original.split("\n");
  lines[mutation.line - 1] = mutation.after;
  writeFileSync(path, lines.join("\n"));
  try {
    return passes([mutation.file], "ignore");
  } finally {
    writeFileSync(path, original);
  }
}

/** Whether the tests of what imports `files` and the types pass. Tests first: they notice most, and sooner. */
function passes(files: string[], output: "ignore" | "inherit"): boolean {
  return (
    runs(["vitest", "related", ...files, "--run", "--project", "unit", "--bail", "1"], output) &&
    runs(["tsc", "--noEmit", "-p", "tsconfig.json"], output)
  );
}

function runs([program = "", ...args]: string[], output: "ignore" | "inherit"): boolean {
  try {
    execFileSync(join(folder, "node_modules/.bin", program), args, {
      cwd: folder,
      stdio: ["ignore", output, output],
      timeout: 180_000,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}` },
    });
    return true;
  } catch {
    return false;
  }
}
