/** Where a benchmark keeps its state: writes of Durable Objects and D1 wait for the disk, and for nothing on a memory file system. */
import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestHarness, type TestHarness } from "wrangler";
import { inRoot } from "../tools/system/paths.ts";

export interface Place {
  kind: "memory" | "disk";
  folder: string;
}

/** `f_type` of tmpfs and ramfs (Linux, statfs(2)). */
const memoryTypes = [0x01021994, 0x858458f6];

/** A memory file system and a disk, as far as this machine has them. */
export function places(): Place[] {
  const found = ["/dev/shm", tmpdir(), inRoot(".paissive")].flatMap((folder) => placeOf(folder));
  return found.filter(({ kind }, index) => found.findIndex((place) => place.kind === kind) === index);
}

/** Runs a Worker, with `vars` beside those of its configuration, that keeps its state in `place` while `work` asks it, and removes the state. */
export async function withWorker<Value>(
  place: Place,
  config: string,
  work: (harness: TestHarness) => Promise<Value>,
  vars: Readonly<Record<string, string>> = {},
): Promise<Value> {
  process.env["X_LOCAL_OBSERVABILITY"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  const before = process.env["TMPDIR"];
  const folder = mkdtempSync(join(place.folder, "paissive-bench-"));
  // The harness has no option for it: it makes its state folder in the system's temporary one.
  process.env["TMPDIR"] = folder;
  const harness = createTestHarness({ workers: [{ configPath: inRoot(config), vars }] });
  try {
    await harness.listen();
    return await work(harness);
  } finally {
    await harness.close();
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the Worker answers, as JSON. Throws when it answers a failure. */
export async function ask(harness: TestHarness, path: string): Promise<unknown> {
  const response = await harness.fetch(path);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Seconds until the Worker has answered. */
export async function timed(harness: TestHarness, path: string): Promise<number> {
  const begun = performance.now();
  await ask(harness, path);
  return (performance.now() - begun) / 1_000;
}

function placeOf(folder: string): Place[] {
  try {
    accessSync(folder, constants.W_OK);
    return [{ kind: memoryTypes.includes(statfsSync(folder).type) ? "memory" : "disk", folder }];
  } catch {
    return [];
  }
}
