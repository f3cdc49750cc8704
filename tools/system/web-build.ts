/** Builds the web app when its sources are newer than what was built last. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { samplePath } from "../../contracts/sample/workspace.ts";
import { writeSampleFiles } from "../sample/files.ts";
import { inRoot, root } from "./paths.ts";
import { referenceScript } from "./reference-script.ts";
import { UserError } from "./user-error.ts";

/** Returns whether it had to build. */
export function buildWeb(): boolean {
  const built = newest(inRoot("web/dist"));
  const sources = Math.max(newest(inRoot("web"), ["dist"]), newest(inRoot("contracts")), newest(inRoot("tools/sample")));
  if (built > sources) return false;
  try {
    execFileSync(
      process.execPath,
      [inRoot("node_modules/vite/bin/vite.js"), "build", "--config", inRoot("web/vite.config.ts"), "--logLevel", "warn"],
      { cwd: root, stdio: "pipe", env: { ...process.env, NODE_ENV: "production" } },
    );
  } catch (cause) {
    const output = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : String(cause);
    throw new UserError(`The web app could not be built:\n${output}`);
  }
  mkdirSync(inRoot("web/dist/docs"), { recursive: true });
  writeFileSync(inRoot("web/dist/docs/scalar.js"), referenceScript());
  writeSampleFiles(inRoot(`web/dist${samplePath}`));
  return true;
}

/** Latest modification below `folder`, epoch milliseconds; 0 when it does not exist. */
function newest(folder: string, except: string[] = []): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => !except.includes(entry.name));
    return Math.max(
      0,
      ...entries.map((entry) => (entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs)),
    );
  } catch {
    return 0;
  }
}
