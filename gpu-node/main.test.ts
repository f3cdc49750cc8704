import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { preparedForTests, testModelFolder } from "./testing/prepared.ts";

function run(environment: Record<string, string>) {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env["PATH"], PAISSIVE_MODEL_DIR: testModelFolder, ...environment },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  return { child, said, exited: once(child, "close") };
}

/** Name and nice value of every thread (proc(5): the latter is the 19th field, the 17th after the name). */
function threadsOf(pid: number): [string, number][] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    const [, name = "", rest = ""] = /^\d+ \((.*)\) (.*)/.exec(stat) ?? [];
    return [name, Number(rest.split(" ")[16])];
  });
}

describe("the process", () => {
  it("says one line when it serves, looks for new models on SIGHUP, and ends with 0 on SIGTERM after the answer under way", async () => {
    await preparedForTests();
    const { child, said, exited } = run({ PAISSIVE_NODE_OPEN: "1", PAISSIVE_NODE_LANES: "1" });
    await once(child.stdout, "data");
    const url = /^gpu-node ready (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(said.out)?.[1];
    expect(url).toBeDefined();
    const body = JSON.stringify({ model: "all-minilm-l6-v2", input: Array.from({ length: 20 }, () => "good ".repeat(200)) });
    const answer = fetch(`${url}/v1/embeddings`, { method: "POST", headers: { "content-type": "application/json" }, body });
    const busy = async () => /^paissive_node_(queued|running)_tokens [1-9]/m.test(await (await fetch(`${url}/metrics`)).text());
    while (!(await busy()));
    child.kill("SIGHUP");
    while (!said.err.includes("reloaded: nothing changed")) await once(child.stderr, "data");
    child.kill("SIGTERM");
    expect((await answer).status).toBe(200);
    expect(await exited).toEqual([0, null]);
    expect(said.out.split("\n")).toHaveLength(2);
  }, 60_000);

  it.runIf(process.platform === "linux")(
    "lets its event loop run before its lanes",
    async () => {
      await preparedForTests();
      const { child, exited } = run({ PAISSIVE_NODE_OPEN: "1", PAISSIVE_NODE_LANES: "2" });
      await once(child.stdout, "data");
      const nice = new Map(threadsOf(child.pid ?? 0));
      const loop = nice.get("MainThread") ?? NaN;
      for (const lane of ["lane 0", "lane 1"]) expect(nice.get(lane)).toBeGreaterThanOrEqual(loop + 5);
      child.kill("SIGTERM");
      await exited;
    },
    60_000,
  );

  it("ends with 2 and a clear word on wrong settings", async () => {
    const { said, exited } = run({ PAISSIVE_NODE_PORT: "none" });
    expect(await exited).toEqual([2, null]);
    expect(said.err).toContain("PAISSIVE_NODE_PORT");
    expect(said.out).toBe("");
  });

  it("ends with 1 when its port is taken", async () => {
    const first = run({ PAISSIVE_NODE_OPEN: "1", PAISSIVE_NODE_LANES: "1" });
    await once(first.child.stdout, "data");
    const port = first.said.out.trim().split(":").at(-1) ?? "";
    const second = run({ PAISSIVE_NODE_PORT: port });
    expect(await second.exited).toEqual([1, null]);
    expect(second.said.err).toContain(`Cannot listen on port ${port}`);
    first.child.kill("SIGTERM");
    await first.exited;
  }, 60_000);
});
