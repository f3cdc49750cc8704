import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { run } from "./program.ts";

/** What the last request was, and how the next ones are answered. The API itself is tried in workers/gateway/gateway.system.test.ts. */
let seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string };
let answer: { status: number; body: string };
let cut = 0;
const server = createServer(async (request, response) => {
  if (cut-- > 0) return request.socket.destroy();
  seen = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: await text(request) };
  response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
});
let url: string;
let folder: string;

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-cli-"));
  answer = { status: 200, body: "{}" };
  cut = 0;
  return () => rmSync(folder, { recursive: true });
});

/** Exit code, and what was printed on either side. */
async function paissive(args: string[], env: Record<string, string> = { PAISSIVE_URL: url, PAISSIVE_KEY: "pai_live_1" }) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    env: { PAISSIVE_CONFIG: join(folder, "account.json"), ...env },
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
    input: async () => "pai_live_stdin\n",
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

test("login asks who the key is, keeps it for its owner's eyes, and logout forgets it", async () => {
  answer = { status: 200, body: '{"user":{"name":"Ada"}}' };
  expect((await paissive(["login", "--url", url], {})).code).toBe(0);
  expect(seen.headers.authorization).toBe("Bearer pai_live_stdin");
  expect(statSync(join(folder, "account.json")).mode & 0o777).toBe(0o600);
  expect((await paissive(["whoami"], {})).out).toContain("Ada");
  await paissive(["logout"], {});
  expect(await paissive(["whoami"], {})).toMatchObject({ code: 3, err: expect.stringContaining("login") });
});

test("a key that is refused is not kept, and a kept one goes nowhere else", async () => {
  answer = { status: 401, body: '{"detail":"This API key is not valid."}' };
  expect(await paissive(["login", "--url", url], {})).toMatchObject({ code: 3, err: "This API key is not valid." });
  answer = { status: 200, body: "{}" };
  await paissive(["login", "--url", url], {});
  expect(await paissive(["--url", "http://localhost:1", "whoami"], {})).toMatchObject({ code: 3, err: expect.stringContaining(url) });
});

test.each([
  [400, 1],
  [401, 3],
  [403, 4],
  [404, 5],
  [409, 6],
  [412, 6],
  [429, 7],
  [503, 7],
])("an answer %i ends with %i and says why", async (status, code) => {
  answer = { status, body: '{"detail":"That is why."}' };
  expect(await paissive(["niches", "get", "nch_1"])).toEqual({ code, out: "", err: "That is why." });
});

test("lists are tables, or JSON for programs", async () => {
  answer = { status: 200, body: '{"items":[{"id":"nch_1","name":"Straps\\u001b[2J","score":71,"evidenceCount":3}]}' };
  const { out } = await paissive(["niches", "list"]);
  expect(out.split("\n")).toEqual(["id     name        score  evidenceCount", "nch_1  Straps [2J  71     3"]);
  expect(JSON.parse((await paissive(["--json", "niches", "list"])).out)).toEqual(JSON.parse(answer.body));
});

test("a change that got no answer is sent again under the same key", async () => {
  cut = 1;
  expect((await paissive(["niches", "create", "Straps"])).code).toBe(0);
  expect(seen).toMatchObject({ method: "POST", url: "/api/v1/niches", body: '{"name":"Straps"}' });
  expect(seen.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
  cut = 2;
  expect(await paissive(["niches", "list"])).toMatchObject({ code: 7, err: expect.stringContaining("cannot be reached") });
});

test("a file goes as what its ending says, to the niche that is named, whatever it is called", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  expect((await paissive(["import", "a/../b", join(folder, "a.csv")])).code).toBe(0);
  expect(seen).toMatchObject({ url: "/api/v1/niches/a%2F..%2Fb/evidence", body: "text\nbroke\n" });
  expect(seen.headers["content-type"]).toBe("text/csv");
  expect(await paissive(["import", "nch_1", join(folder, "none.csv")])).toMatchObject({
    code: 2,
    err: expect.stringContaining("none.csv"),
  });
});

test("a wrong command line ends with 2, help with 0", async () => {
  expect(await paissive(["nonsense"])).toMatchObject({ code: 2, err: expect.stringContaining("nonsense") });
  expect((await paissive(["runs", "start", "--team", "t"])).code).toBe(2);
  expect(await paissive(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("niches") });
});

test.each(["bash", "zsh", "fish"])("%s learns the commands", async (shell) => {
  const { out } = await paissive(["completion", shell]);
  for (const word of ["niches", "import", "analyse", "revoke"]) expect(out).toContain(word);
});
