import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import type { Figure } from "../../bench/figures.ts";
import { inRoot } from "../../tools/system/paths.ts";

function chaos(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [inRoot("tools/chaos.ts"), ...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

/** State folders of chaos, each of a system that runs or was not cleaned up. */
function stateFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("paissive-chaos-"));
}

/** The last but one line of `--json`, as far as it is looked at here. */
interface Report {
  events: number;
  webhooks: Record<"expected" | "accepted" | "error" | "silence" | "reset", number>;
  differences: unknown[];
}

/** The last but one line of `inference --json`. */
interface Faults {
  figures: Figure[];
}

it("fails no request when nodes are killed, paused, ended and woken, and holds its memory", { timeout: 200_000 }, async () => {
  const before = stateFolders();
  const { code, stdout } = await chaos("inference", "--short", "--json");
  const [json = "", summary] = stdout.trim().split("\n").slice(-2);
  const { figures } = JSON.parse(json) as Faults;
  expect(figures.filter(({ name, value }) => /failed requests|without a clear refusal|not as before/.test(name) && value !== 0)).toEqual(
    [],
  );
  for (const fault of [
    "SIGKILL of local",
    "SIGSTOP of behind-nat",
    "SIGTERM of behind-nat",
    "corrupted",
    "broken downloads",
    "wrong inputs",
    "soak",
  ])
    expect(figures.filter(({ name }) => name.startsWith(fault)).length).toBeGreaterThan(0);
  expect([code, summary]).toEqual([0, expect.stringMatching(/^inference faults: (\d+) of \1 bars held$/)]);
  expect(stateFolders()).toEqual(before);
});

it("loses nothing and does nothing twice when the runtime, the edge and the node are killed at work", { timeout: 400_000 }, async () => {
  const before = stateFolders();
  const { code, stdout, stderr } = await chaos("--kills", "8", "--seed", "1", "--niches", "2", "--runs", "1", "--json");
  const [json = "", verdict] = stdout.trim().split("\n").slice(-2);
  const { events, webhooks, differences } = JSON.parse(json) as Report;
  expect(differences).toEqual([]);
  expect(events).toBeGreaterThan(40);
  expect([code, verdict]).toEqual([0, "kills 8 lost 0 duplicated 0 out-of-order 0 unfinished 0"]);
  for (const target of ["workerd", "edge", "node"]) expect(stderr).toMatch(new RegExp(`kill \\d of 8: ${target}`));
  // Every event at one endpoint, most at a second one, and three tests at each.
  expect(webhooks.accepted).toBe(webhooks.expected);
  expect(webhooks.expected).toBeGreaterThan(events);
  for (const refusal of ["error", "silence", "reset"] as const) expect(webhooks[refusal]).toBeGreaterThan(0);
  expect(stateFolders()).toEqual(before);
});
