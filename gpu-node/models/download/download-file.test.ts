import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { err, type Result } from "../../../contracts/result.ts";
import { FileHost, sha256 } from "../../testing/file-host.ts";
import { downloadFile, type Download } from "./download-file.ts";

const bytes = randomBytes(300_000);
const pauses = { first: 1, longest: 4 };

let host: FileHost;
let folder: string;
let target: string;
beforeAll(async () => (host = await FileHost.open()));
afterAll(() => host.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "paissive-download-"));
  target = join(folder, "below", "model.onnx");
  Object.assign(host, { cuts: [], refusals: [], ranges: true, handler: () => false });
  host.requests.length = 0;
  host.files.set("/model.onnx", bytes);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function download(more: Partial<Download> = {}): Promise<Result<true>> {
  return downloadFile({ url: `${host.url}/model.onnx`, target, digest: { kind: "sha256", hex: sha256(bytes) }, pauses, ...more });
}

/** What lies beside the file: nothing may be left behind. */
const beside = async () => (await readdir(join(folder, "below"))).filter((name) => name !== "model.onnx");

describe("a download", () => {
  it("whose connection breaks ten times goes on where it broke each time, and completes", async () => {
    host.cuts = Array.from({ length: 10 }, () => 20_000);
    const seen: number[] = [];
    expect(await download({ progress: (done) => seen.push(done) })).toEqual({ ok: true, value: true });
    expect((await readFile(target)).equals(bytes)).toBe(true);
    expect(await beside()).toEqual([]);
    expect(host.requests).toHaveLength(11);
    const starts = host.requests.map(({ range }) => Number(/\d+/.exec(range ?? "0")?.[0]));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts.at(-1)).toBeGreaterThan(0);
    for (const { range, ifRange } of host.requests) expect(ifRange !== undefined).toBe(range !== undefined);
    expect(seen.at(-1)).toBe(bytes.length);
  });

  it("begins anew when the file changes in the middle, and ends with the promised one or none", async () => {
    const other = randomBytes(bytes.length);
    host.files.set("/model.onnx", other);
    host.cuts = [20_000];
    host.handler = () => {
      // From the second request on the host has the file that was promised.
      if (host.requests.length === 2) host.files.set("/model.onnx", bytes);
      return false;
    };
    expect((await download()).ok).toBe(true);
    expect((await readFile(target)).equals(bytes)).toBe(true);
    expect(host.requests[1]).toMatchObject({ range: expect.stringMatching(/^bytes=\d+-$/), ifRange: expect.any(String) });
  });

  it("refuses another content than promised, after a second look, and leaves nothing", async () => {
    host.files.set("/model.onnx", Buffer.concat([bytes.subarray(1), Buffer.of(0)]));
    const refused = await download();
    expect(refused).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!refused.ok && refused.error.detail).toContain(`expected ${sha256(bytes)}: refused`);
    expect(host.requests).toHaveLength(2);
    expect(await readdir(join(folder, "below"))).toEqual([]);
  });

  it("refuses a file of another size before it is fetched", async () => {
    expect(await download({ bytes: bytes.length + 1 })).toMatchObject({ ok: false, error: { retryable: false } });
    expect(existsSync(target)).toBe(false);
  });

  it("waits as long as it is told, and gives up on what does not exist at once", async () => {
    host.refusals = [{ status: 503 }, { status: 429, headers: { "retry-after": "0.02" } }];
    expect((await download()).ok).toBe(true);
    expect(host.requests).toHaveLength(3);
    for (const status of [401, 403, 404, 410]) {
      host.refusals = [{ status }];
      host.requests.length = 0;
      await rm(target, { force: true });
      expect(await download()).toMatchObject({ ok: false, error: { retryable: false } });
      expect(host.requests).toHaveLength(1);
    }
  });

  it("gives up on a source that brings nothing any more, and keeps what came for the next time", async () => {
    host.cuts = [20_000, 0, 0, 0, 0, 0, 0, 0, 0];
    const given = await download();
    expect(given).toMatchObject({ ok: false, error: { code: "unavailable", retryable: true } });
    expect(existsSync(target)).toBe(false);
    host.cuts = [];
    host.requests.length = 0;
    expect((await download()).ok).toBe(true);
    expect(host.requests).toHaveLength(1);
    expect(host.requests[0]?.range).toMatch(/^bytes=\d+-$/);
  });

  it("takes the whole file where the source knows no ranges", async () => {
    host.ranges = false;
    host.cuts = [20_000];
    expect((await download()).ok).toBe(true);
    expect((await readFile(target)).equals(bytes)).toBe(true);
  });

  it("is not begun without room, and says so when the disk is full in the middle", async () => {
    const room = () => Promise.resolve(err("unavailable", "There is no room.", { retryable: false }));
    expect(await download({ room })).toMatchObject({ ok: false, error: { detail: "There is no room." } });
    expect(existsSync(target)).toBe(false);
    // Every write to /dev/full fails as on a full disk.
    await rm(`${target}.part-${process.pid}`, { force: true });
    let first = true;
    const fill = async () => {
      if (first) await symlink("/dev/full", `${target}.part-${process.pid}`);
      first = false;
      return { ok: true as const, value: true as const };
    };
    const full = await download({ room: fill });
    expect(full).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!full.ok && full.error.detail).toContain("the disk is full");
  });

  it("that was killed in the middle is taken up by the next process", async () => {
    const script = `
      const { downloadFile } = await import(${JSON.stringify(new URL("./download-file.ts", import.meta.url).href)});
      await downloadFile(${JSON.stringify({ url: `${host.url}/model.onnx`, target, digest: { kind: "sha256", hex: sha256(bytes) } })});`;
    // The first connection gives a part and then hangs.
    host.handler = (_, response) => {
      if (host.requests.length > 1) return false;
      response.writeHead(200, { "content-length": bytes.length, etag: host.etagOf("", bytes) }).write(bytes.subarray(0, 120_000));
      return true;
    };
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
    const part = `${target}.part-${child.pid}`;
    while (!existsSync(part) || statSync(part).size < 120_000) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await download()).ok).toBe(true);
    expect((await readFile(target)).equals(bytes)).toBe(true);
    expect(host.requests.map(({ range }) => range)).toEqual([undefined, "bytes=120000-"]);
    expect(await beside()).toEqual([]);
  });

  it("does not go on with another address's bytes", async () => {
    host.cuts = [20_000, 0, 0, 0, 0, 0, 0];
    await download();
    host.files.set("/other.onnx", bytes);
    host.requests.length = 0;
    expect((await download({ url: `${host.url}/other.onnx` })).ok).toBe(true);
    expect(host.requests.map(({ range }) => range)).toEqual([undefined]);
  });

  it("checks git blob ids as git makes them", async () => {
    host.files.set("/model.onnx", Buffer.from("hello\n"));
    const hex = "ce013625030ba8dba906f756967f9e9ca394464a"; // printf 'hello\n' | git hash-object --stdin
    expect((await download({ digest: { kind: "git-blob", hex } })).ok).toBe(true);
    await writeFile(target, "");
    expect((await download({ digest: { kind: "git-blob", hex: hex.replace("c", "d") } })).ok).toBe(false);
  });
});
