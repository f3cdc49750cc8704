import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inRoot, root } from "../../tools/system/paths.ts";
import { quietWrangler } from "../../tools/system/system.ts";
import { buildWeb } from "../../tools/system/web-build.ts";
import { environments } from "./topology.ts";

const run = promisify(execFile);

async function dryRun(env: string | undefined): Promise<string> {
  buildWeb();
  const out = mkdtempSync(join(tmpdir(), "paissive-deploy-"));
  try {
    const args = [
      inRoot("node_modules/wrangler/bin/wrangler.js"),
      "deploy",
      "--dry-run",
      "--outdir",
      out,
      "--config",
      inRoot("wrangler.toml"),
      ...(env === undefined ? ["--env="] : ["--env", env]),
    ];
    const { stdout } = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...quietWrangler } });
    return stdout;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

it.each([undefined, ...environments])("could be deployed: %s", async (env) => {
  expect(await dryRun(env)).toContain("--dry-run: exiting now.");
});
