import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { runSchema } from "../../contracts/services/agent-teams.ts";
import { Api } from "../../tools/demo/api.ts";
import { demoJsonSchema, finishMainJob, jsonOf, startMainJob } from "../../tools/demo/main-job.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { inRoot } from "../../tools/system/paths.ts";
import { startSystem } from "../../tools/system/system.ts";

const folder = mkdtempSync(join(tmpdir(), "paissive-demo-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demo(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [inRoot("tools/demo.ts"), "--out", join(folder, "report"), ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

/** What must be the same, byte for byte, whenever the same evidence is analysed. */
function comparable(json: Record<string, unknown>): string {
  return JSON.stringify([json["themes"], json["niches"], json["price"], json["projection"]]);
}

describe("the demo", () => {
  let first = "";

  it("runs the main job on the sample within 90 s and writes the report", { timeout: 240_000 }, async () => {
    const { code, stdout, stderr } = await demo("--json");
    expect([code, stderr]).toEqual([0, expect.stringContaining("The report is in")]);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    const { timings } = demoJsonSchema.parse(json);
    expect((timings["start"] ?? 0) + (timings["total"] ?? 0)).toBeLessThan(90_000);
    first = comparable(json);
    const markdown = readFileSync(join(folder, "report/report.md"), "utf8");
    for (const section of [
      "Sample data. The sentences are real reviews",
      "Shares count distinct authors.",
      "## Themes",
      "## Niches, ranked",
      "## Price",
      "## Revenue projection",
      "## Marketing plan",
      "## Where each text came from",
    ])
      expect(markdown).toContain(section);
    expect(readFileSync(join(folder, "report/report.html"), "utf8")).toContain("<h2>Themes</h2>");
  });

  it("gives the same bytes after kill -9 of the edge in the middle of the run and a new start", { timeout: 300_000 }, async () => {
    const stateFolder = join(folder, "state");
    const before = await startSystem({ stateFolder });
    const api = new Api(before.url, await signInLocally(before.url, before.secrets));
    const started = await startMainJob(api, {
      evidence: "sample",
      key: "demo",
      onProgress: () => undefined,
    });
    await untilEmbedding(api, started.nicheId);
    await before.edge.kill();
    await before.node.stop();

    const after = await startSystem({ stateFolder });
    try {
      const resumed = new Api(after.url, await signInLocally(after.url, after.secrets));
      const run = await resumed.get(`/api/v1/runs/${started.runId}`, runSchema);
      expect(run.status).toBe("running");
      const result = await finishMainJob(resumed, started, () => undefined);
      expect(comparable(JSON.parse(JSON.stringify(jsonOf({ ...result, timings: {} }))) as Record<string, unknown>)).toBe(first);
    } finally {
      await after.stop();
    }
  });
});

/** Waits until some chunks have their vectors and others have not. */
async function untilEmbedding(api: Api, nicheId: string): Promise<void> {
  const { nicheDetailSchema } = await import("../../contracts/services/niche-analysis.ts");
  for (let tries = 0; tries < 2_000; tries++) {
    const { work } = await api.get(`/api/v1/niches/${nicheId}`, nicheDetailSchema);
    if (work.status === "running" && work.progress.done > 0 && work.progress.done < work.progress.total) return;
    await sleep(10);
  }
  throw new Error("the analysis was never seen half done");
}

describe("the demo refuses with one clear line, before anything is left running:", () => {
  it("a file that is not there, an empty one, a binary one", async () => {
    const empty = join(folder, "empty.csv");
    const binary = join(folder, "binary.csv");
    writeFileSync(empty, "");
    writeFileSync(
      binary,
      Uint8Array.from({ length: 2000 }, (_, index) => (index * 7919) % 256),
    );
    for (const [file, words] of [
      [join(folder, "absent.csv"), "no file"],
      [empty, "is empty"],
      [binary, "binary file"],
    ] as const) {
      const { code, stdout, stderr } = await demo("--evidence", file);
      expect([code, stdout, stderr.trim().split("\n")]).toEqual([1, "", [expect.stringContaining(words)]]);
    }
  });

  it("a port in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const { code, stderr } = await demo("--port", String(port));
    server.close();
    expect([code, stderr.trim()]).toEqual([
      1,
      `Port ${port} is in use. Stop the program that uses it, or choose another port with npm run demo -- --port N.`,
    ]);
  });

  it("a column that the file does not have, naming the ones it has", { timeout: 120_000 }, async () => {
    const file = join(folder, "reviews.csv");
    writeFileSync(file, "comment,stars\nThe battery dies after an hour of use,1\nThe case cracked on the first day,2\n");
    const { code, stdout, stderr } = await demo("--evidence", file, "--text", "review");
    expect([code, stdout]).toEqual([1, ""]);
    const last = stderr.trim().split("\n").at(-1) ?? "";
    expect(last).toContain("review");
    expect(last).toContain("comment");
    expect(last).toContain("stars");
  });
});
