import { createHash } from "node:crypto";
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
/** What the next requests are answered, one after the other, before `answer`. */
let script: { status: number; body: object }[] = [];
const server = createServer(async (request, response) => {
  if (cut-- > 0) return request.socket.destroy();
  seen = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: await text(request) };
  asked.push(`${seen.method} ${seen.url} ${seen.body}`);
  const next = script.shift();
  if (next) answer = { status: next.status, body: JSON.stringify(next.body) };
  response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
});
const asked: string[] = [];
let waits: number[] = [];
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
  script = [];
  waits = [];
  asked.length = 0;
  return () => rmSync(folder, { recursive: true });
});

/** Exit code, and what was printed on either side. */
async function paissive(
  args: string[],
  env: Record<string, string> = { PAISSIVE_URL: url, PAISSIVE_KEY: "pai_live_1" },
  isTerminal = false,
) {
  const [out, err, shown]: [string[], string[], string[]] = [[], [], []];
  const code = await run(args, {
    env: { PAISSIVE_CONFIG: join(folder, "account.json"), ...env },
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
    progress: (line) => shown.push(line),
    input: async () => "pai_live_stdin\n",
    isTerminal,
    wait: async (ms) => waits.push(ms),
  });
  return { code, out: out.join("\n"), err: err.join("\n"), shown };
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
  expect(await paissive(["niches", "get", "nch_1"])).toMatchObject({ code, out: "", err: "That is why." });
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

const upload = {
  id: "upl_00000000000000000000000001",
  fileName: "a.csv",
  bytes: 11,
  received: 0,
  partBytes: 6,
  status: "receiving",
  bytesRead: 0,
};
const read = {
  ...upload,
  received: 11,
  status: "done",
  bytesRead: 11,
  rows: { read: 1, kept: 1, droppedBy: {}, dropped: [] },
  keptRows: 1,
  report: { fileName: "a.csv", read: 1, kept: 1 },
};
const uploads = "/api/v1/niches/a%2F..%2Fb/uploads";

test("a file goes in parts to the niche that is named, whatever it is called, and its report is told", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  script = [
    { status: 200, body: { items: [] } },
    { status: 201, body: upload },
    { status: 200, body: { ...upload, received: 6 } },
    { status: 200, body: { ...upload, received: 11, status: "reading" } },
    { status: 200, body: read },
  ];
  const { code, out, shown } = await paissive(["--json", "import", "a/../b", join(folder, "a.csv")]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(read.report);
  expect(asked).toEqual([
    `GET ${uploads} `,
    `POST ${uploads} {"fileName":"a.csv","bytes":11}`,
    `PUT ${uploads}/${upload.id}?offset=0 text\nb`,
    `PUT ${uploads}/${upload.id}?offset=6 roke\n`,
    `GET ${uploads}/${upload.id} `,
  ]);
  expect(shown.slice(0, 2)).toEqual(["a.csv: 0.0 of 0.0 MB sent", "a.csv: 0.0 of 0.0 MB sent"]);
  expect(shown.at(-1)).toBe("a.csv: all read, 100 % of it evidence, 1 rows, 1 kept, 0 copies, 0 left out");
  expect(await paissive(["import", "nch_1", join(folder, "none.csv")])).toMatchObject({
    code: 2,
    err: expect.stringContaining("none.csv"),
  });
});

test("an import that was broken off goes on where it was, and waits for what is not there now", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  const headDigest = createHash("sha256").update("text\nbroke\n").digest("hex");
  const begun = { ...upload, received: 6, headDigest };
  script = [
    { status: 200, body: { items: [{ ...begun, encoding: "cp1251" }, begun] } },
    { status: 503, body: { detail: "Restarting." } },
    { status: 200, body: begun },
    { status: 200, body: read },
  ];
  expect((await paissive(["import", "a/../b", join(folder, "a.csv")])).code).toBe(0);
  expect(asked.filter((line) => !line.startsWith("GET"))).toEqual([
    `PUT ${uploads}/${upload.id}?offset=6 roke\n`,
    `PUT ${uploads}/${upload.id}?offset=6 roke\n`,
  ]);
  expect(waits).toEqual([1_000]);
  script = [{ status: 200, body: { items: [begun] } }];
  answer = { status: 503, body: "" };
  script.push({ status: 503, body: { detail: "Restarting." } });
  const given = await paissive(["import", "a/../b", join(folder, "a.csv")]);
  expect(given).toMatchObject({ code: 7, err: expect.stringContaining("same command again") });
});

test("an import whose reading cannot be asked after for a moment is followed on", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  script = [
    { status: 200, body: { items: [] } },
    { status: 201, body: upload },
    { status: 200, body: { ...upload, received: 11, status: "reading" } },
    { status: 503, body: { detail: "Restarting." } },
    { status: 200, body: read },
  ];
  expect((await paissive(["import", "a/../b", join(folder, "a.csv")])).code).toBe(0);
});

test("an import that was read since it was broken off tells its report, of the same bytes only", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  const sourceDigest = createHash("sha256").update("text\nbroke\n").digest("hex");
  const done = (digest: string) => ({ ...read, report: { ...read.report, provenance: { sourceDigest: digest } } });
  script = [{ status: 200, body: { items: [done(sourceDigest)] } }];
  const { code, out } = await paissive(["--json", "import", "a/../b", join(folder, "a.csv")]);
  expect({ code, report: JSON.parse(out) }).toMatchObject({ code: 0, report: read.report });
  expect(asked).toEqual([`GET ${uploads} `]);
  script = [
    { status: 200, body: { items: [done("0".repeat(64))] } },
    { status: 201, body: { ...upload, partBytes: 11 } },
    { status: 200, body: read },
  ];
  expect((await paissive(["import", "a/../b", join(folder, "a.csv")])).code).toBe(0);
  expect(asked.at(-1)).toBe(`PUT ${uploads}/${upload.id}?offset=0 text\nbroke\n`);
});

test("an import does not go on with an upload that is read in another way", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  const headDigest = createHash("sha256").update("text\nbroke\n").digest("hex");
  const begun = { ...upload, received: 6, headDigest };
  const others = [
    { ...begun, mapping: { text: "body" } },
    { ...begun, attributes: ["plan"] },
  ];
  script = [
    { status: 200, body: { items: others } },
    { status: 201, body: { ...upload, partBytes: 11 } },
    { status: 200, body: read },
  ];
  expect((await paissive(["import", "a/../b", join(folder, "a.csv")])).code).toBe(0);
  expect(asked.at(-1)).toBe(`PUT ${uploads}/${upload.id}?offset=0 text\nbroke\n`);
});

test("a file that cannot be read ends as a refusal does", async () => {
  writeFileSync(join(folder, "a.csv"), "text\nbroke\n");
  const fault = { code: "unsupported_media", detail: "This is a picture.", retryable: false };
  script = [
    { status: 200, body: { items: [] } },
    { status: 201, body: upload },
    { status: 200, body: { ...read, report: undefined, status: "failed", fault } },
  ];
  expect(await paissive(["import", "nch_1", join(folder, "a.csv")])).toMatchObject({ code: 1, out: "", err: "This is a picture." });
});

test("a wrong command line ends with 2, help with 0", async () => {
  expect(await paissive(["nonsense"])).toMatchObject({ code: 2, err: expect.stringContaining("nonsense") });
  expect((await paissive(["runs", "start", "--team", "t"])).code).toBe(2);
  expect(await paissive(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("niches") });
});

test.each(["bash", "zsh", "fish"])(
  "%s gets a script, which asks for what can stand at the end of a line, options among it",
  async (shell) => {
    expect(await paissive(["completion", shell])).toMatchObject({ code: 0, out: expect.stringContaining("paissive complete -- ") });
    expect(await paissive(["complete", "--", "--json", "runs", "start", "--n"])).toMatchObject({ code: 0, out: "--niche" });
    expect(await paissive(["complete", "--", "runs", "nothing"])).toMatchObject({ code: 0, out: "", err: "" });
  },
);

const grant = {
  deviceCode: "d",
  userCode: "WDJB-MJHT",
  verificationUri: "https://app.example/device",
  verificationUriComplete: "",
  expiresIn: 600,
  interval: 5,
};
const pending = { status: 202, body: { status: "pending", interval: 5 } };

test("login at a terminal shows a code, waits as it is told, slower after 'too often', and keeps the key", async () => {
  script = [
    { status: 201, body: grant },
    pending,
    { status: 429, body: { detail: "Too often." } },
    pending,
    { status: 200, body: { key: "pai_live_device", organisation: "org_1" } },
    { status: 200, body: { user: { name: "Ada" } } },
  ];
  const { code, err, out } = await paissive(["login", "--url", url, "--scope", "niches:read"], {}, true);
  expect([code, err]).toEqual([0, "Open https://app.example/device and enter the code WDJB-MJHT. It works for 10 minutes."]);
  expect(out).toContain("Ada");
  expect(waits).toEqual([5_000, 5_000, 10_000, 10_000]);
  expect(asked[0]).toMatch(/^POST \/api\/v1\/auth\/device \{"name":"paissive on .*","scopes":\["niches:read"\]\}$/);
  expect(asked.slice(1, 5)).toEqual(Array.from({ length: 4 }, () => 'POST /api/v1/auth/device/token {"deviceCode":"d"}'));
  expect(seen.headers.authorization).toBe("Bearer pai_live_device");
  await paissive(["whoami"], {});
  expect(seen.headers.authorization).toBe("Bearer pai_live_device");
});

test.each([
  ["denied", [{ status: 403, body: { detail: "Denied." } }], 4, "It was not let in."],
  ["over", [{ status: 401, body: { detail: "This code has run out." } }], 3, "This code has run out."],
  ["never approved", Array.from({ length: 200 }, () => pending), 3, "Begin again"],
])("a device that is %s keeps nothing", async (_, answers, wanted, words) => {
  script = [{ status: 201, body: grant }, ...answers];
  const { code, err } = await paissive(["login", "--url", url], {}, true);
  expect([code, err.split("\n").at(-1)]).toEqual([wanted, expect.stringContaining(words)]);
  expect((await paissive(["whoami"], {})).code).toBe(3);
});

test("--key reads a key at a terminal too", async () => {
  await paissive(["login", "--key", "--url", url], {}, true);
  expect(seen.headers.authorization).toBe("Bearer pai_live_stdin");
});

test("keys are rotated with an overlap, and teams listed", async () => {
  await paissive(["keys", "rotate", "key_1", "--overlap", "60"]);
  expect(asked.at(-1)).toBe('POST /api/v1/api-keys/key_1/rotate {"overlapSeconds":60}');
  await paissive(["keys", "rotate", "key_1"]);
  expect(asked.at(-1)).toBe("POST /api/v1/api-keys/key_1/rotate {}");
  expect((await paissive(["keys", "rotate", "key_1", "--overlap", "soon"])).code).toBe(2);
  answer = { status: 200, body: '{"items":[{"id":"tea_1","name":"Spring","createdAt":"2026-01-01T00:00:00Z"}]}' };
  expect((await paissive(["teams", "list"])).out).toContain("Spring");
});
