/** Bundles a Worker as `wrangler deploy` would, and uploads nothing. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inRoot, root } from "./paths.ts";
import { quietWrangler } from "./system.ts";
import { buildWeb } from "./web-build.ts";

const run = promisify(execFile);

/** What wrangler says of the Worker of environment `env`; without one, of the all-in-one Worker. Rejects when it cannot be bundled. */
export async function dryDeploy(env: string | undefined): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), "paissive-deploy-"));
  try {
    return await bundled(env, out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The same, and leaves what would be uploaded in the folder `out`. */
export async function bundled(env: string | undefined, out: string): Promise<string> {
  buildWeb();
  const wrangler = inRoot("node_modules/wrangler/bin/wrangler.js");
  const which = env === undefined ? ["--env="] : ["--env", env];
  const args = [wrangler, "deploy", "--dry-run", "--outdir", out, "--config", inRoot("wrangler.toml"), ...which];
  const { stdout } = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...quietWrangler } });
  return stdout;
}
