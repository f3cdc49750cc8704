/** How much a Worker computes before it can answer: loading its code and running what stands outside functions. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inRoot, root } from "./paths.ts";
import { quietWrangler } from "./system.ts";
import { buildWeb } from "./web-build.ts";

const run = promisify(execFile);

/** Milliseconds, sampled on this machine, of the Worker of environment `env`; without one, of the all-in-one Worker. */
export async function startUpMs(env: string | undefined): Promise<number> {
  buildWeb();
  const out = mkdtempSync(join(tmpdir(), "paissive-start-up-"));
  try {
    const which = env === undefined ? "--env=" : `--env=${env}`;
    const profile = join(out, "start-up.cpuprofile");
    const args = ["check", "startup", which, "--outfile", profile, "--config", inRoot("wrangler.toml"), `--args=${which}`];
    const { stdout } = await run(process.execPath, [inRoot("node_modules/wrangler/bin/wrangler.js"), ...args], {
      cwd: root,
      env: { ...process.env, ...quietWrangler, FORCE_COLOR: "0" },
    });
    return activeIn(stdout);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** From wrangler's line `Active: 12.3 ms (including …)`. Throws when it says nothing of the kind. */
export function activeIn(output: string): number {
  const ms = /Active: ([\d.]+) ms/.exec(output)?.[1];
  if (ms === undefined) throw new Error(`wrangler did not say how long the Worker takes to start:\n${output}`);
  return Number(ms);
}
