/** A flood of sign-ins, within its limits, on one Worker a service: whoever is signed in reads on, and who knows their password gets in. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import type { CreatedApiKey } from "../../contracts/services/auth.ts";
import { inRoot, root } from "../../tools/system/paths.ts";
import { inwardVariables, localDoor, newInwardKey } from "../../tools/system/secrets.ts";
import { quietWrangler } from "../../tools/system/system.ts";
import { buildWeb } from "../../tools/system/web-build.ts";
import { environments, migrate } from "./topology.ts";

const password = "correct horse battery staple";
const guesses = 120;
/** What a read may take while a processor that may be shared hashes passwords as fast as it is let. */
const barMs = 3_000;

let harness: TestHarness;
let origin: string;
let readers: Record<string, string>[];

beforeAll(async () => {
  Object.assign(process.env, quietWrangler, { WRANGLER_LOG: "error" });
  buildWeb();
  const vars = { ...inwardVariables(newInwardKey()), ...localDoor };
  harness = createTestHarness({ root, workers: environments.map((env) => ({ configPath: inRoot("wrangler.toml"), env, vars })) });
  origin = (await harness.listen()).url.origin;
  await migrate(harness, "apart");
  const form = { email: "ada@example.com", password, name: "Ada", organisationName: "Looms" };
  const cookie = (await post("sign-up", form, "192.0.2.1")).headers.get("set-cookie")?.split(";")[0] ?? "";
  const made = await harness.fetch("/api/v1/api-keys", {
    method: "POST",
    headers: { "content-type": "application/json", cookie, origin },
    body: JSON.stringify({ name: "program", scopes: ["niches:read"] }),
  });
  readers = [{ cookie }, { "x-api-key": ((await made.json()) as CreatedApiKey).key }];
});
afterAll(() => harness.close());

function post(path: string, body: object, address: string) {
  const headers = { "content-type": "application/json", "cf-connecting-ip": address };
  return harness.fetch(`/api/v1/auth/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Reads one after the other, as a person and as a program, until `over`; how each was answered, and after how many milliseconds. */
async function readUntil(over: Promise<unknown>): Promise<{ status: number; ms: number }[]> {
  const stopped = new AbortController();
  void over.finally(() => stopped.abort());
  const one = async (headers: Record<string, string>) => {
    const reads: { status: number; ms: number }[] = [];
    while (!stopped.signal.aborted) {
      const begun = performance.now();
      const answer = await harness.fetch("/api/v1/niches?limit=1", { headers: { ...headers, "cf-connecting-ip": "192.0.2.2" } });
      await answer.arrayBuffer();
      reads.push({ status: answer.status, ms: performance.now() - begun });
    }
    return reads;
  };
  return (await Promise.all(readers.map(one))).flat();
}

/** Signs in as who knows the password, again when told to wait; how often it took. */
async function signedIn(): Promise<number> {
  for (let times = 1; ; times++) {
    const answer = await post("sign-in", { email: "ada@example.com", password }, "192.0.2.3");
    await answer.arrayBuffer();
    if (answer.status === 200) return times;
    expect(answer.status).toBe(429);
    await sleep(1_000 * Number(answer.headers.get("retry-after")));
  }
}

test.each([
  ["from as many addresses", (guess: number) => `198.51.${guess}.1`],
  ["from one address", () => "203.0.113.1"],
])("%s a hundred and twenty wrong passwords at once starve neither reads nor who knows theirs", async (where, addressOf) => {
  const flood = Array.from({ length: guesses }, async (_, guess) => {
    const answer = await post(
      "sign-in",
      { email: `${guess}@${where.replaceAll(" ", "-")}.example`, password: "wrong horse" },
      addressOf(guess),
    );
    await answer.arrayBuffer();
    return answer.status;
  });
  const honest = signedIn();
  const reads = await readUntil(Promise.all([...flood, honest]));
  const statuses = await Promise.all(flood);
  expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThan(3);
  expect(reads.length).toBeGreaterThan(5);
  expect(reads.filter(({ status }) => status !== 200)).toEqual([]);
  expect(Math.max(...reads.map(({ ms }) => ms))).toBeLessThan(barMs);
  expect(await honest).toBeLessThanOrEqual(5);
});
