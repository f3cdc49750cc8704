/** Tests that requirements rest on: that they are there and not skipped, or that they pass now. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { inRoot, root } from "../../system/paths.ts";

export interface CitedTest {
  /** `workers/auth/accounts.system.test.ts` */
  file: string;
  /** Words of its name; every test whose name has them is meant, and there must be one. */
  words: string;
}

export const cited = (file: string, ...words: string[]): CitedTest[] => words.map((some) => ({ file, words: some }));

/** What is wrong with a cited test; undefined when it proves something. */
export type Judgement = (test: CitedTest) => string | undefined;

interface Seen {
  file: string;
  name: string;
  /** `passed`, or whatever else became of it. */
  state: string;
}

/** `at`: the folder of the project. Reads the files without running them: what is skipped, left for later or commented out is not there. For where all tests run anyway. */
export async function testsThere(tests: readonly CitedTest[], at = root): Promise<Judgement> {
  const listed = z
    .array(z.object({ name: z.string(), file: z.string() }))
    .parse(await vitest(["list"], (out) => [`--json=${out}`], tests, at));
  return judged(
    listed.map(({ name, file }) => ({ file, name, state: "passed" })),
    at,
  );
}

/** Runs them, and none besides. */
export async function testsPassed(tests: readonly CitedTest[], at = root): Promise<Judgement> {
  const pattern = tests.map(({ words }) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const report = await vitest(["run", "-t", pattern], (out) => ["--reporter=json", `--outputFile=${out}`], tests, at);
  const { testResults } = reportSchema.parse(report);
  return judged(
    testResults.flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ fullName: name, status: state }) => ({ file, name, state })),
    ),
    at,
  );
}

const reportSchema = z.object({
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

function judged(seen: readonly Seen[], at: string): Judgement {
  return ({ file, words }) => {
    const meant = seen.filter((one) => relative(at, one.file) === file && one.name.includes(words));
    if (meant.length === 0) return `${file} has no test "${words}" that runs.`;
    const broken = meant.find(({ state }) => state !== "passed");
    return broken && `${file}: "${broken.name}" is ${broken.state}.`;
  };
}

/**
 * What vitest writes to the file that `reporting` names. Throws with its last words when it wrote nothing. Meanwhile this process goes on: the node of the
 * proof lives in it, and must not miss its heartbeats.
 */
async function vitest(
  how: readonly string[],
  reporting: (out: string) => string[],
  tests: readonly CitedTest[],
  at: string,
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-cited-"));
  try {
    const out = join(folder, "report.json");
    const files = new Set(tests.map(({ file }) => file));
    const projects = ["--project", "unit", "--project", "system"];
    // Within a test, its runner would take this one for a part of itself.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
    const [command = "", ...options] = how;
    const line = [inRoot("node_modules/vitest/vitest.mjs"), command, ...projects, ...options, ...reporting(out), ...files];
    // A test that fails makes it fail, and is told of in the file.
    const ran = await promisify(execFile)(process.execPath, line, { cwd: at, env, maxBuffer: 1 << 28 }).catch(
      (failure: { stdout?: string; stderr?: string }) => failure,
    );
    try {
      return JSON.parse(readFileSync(out, "utf8"));
    } catch (cause) {
      throw new Error(`The cited tests could not be looked at: ${`${ran.stdout ?? ""}${ran.stderr ?? ""}`.slice(-2_000)}`, { cause });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
