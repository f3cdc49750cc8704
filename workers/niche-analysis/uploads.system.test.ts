import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { uploadSchema, type NicheDetail, type Upload } from "../../contracts/services/niche-analysis.ts";
import { RunningService } from "./testing/harness.ts";
import { reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());

const MiB = 1024 ** 2;
const uploadsSchema = z.object({ items: z.array(uploadSchema) });
const refusalSchema = z.object({ status: z.int(), code: z.string(), detail: z.string(), received: z.int().optional() });
const bytesOf = (text: string) => Uint8Array.from(new TextEncoder().encode(text));

const at = ({ id }: NicheDetail, upload?: Upload) => `/api/v1/niches/${id}/uploads${upload ? `/${upload.id}` : ""}`;
const opening = (niche: NicheDetail, bytes: number, more: object = {}, query = "") =>
  service.request("POST", at(niche) + query, { fileName: "reviews.csv", bytes, ...more });
const open = (niche: NicheDetail, bytes: number, more?: object) => service.json(uploadSchema, opening(niche, bytes, more));
const sending = (niche: NicheDetail, upload: Upload, offset: number, bytes: Uint8Array<ArrayBuffer>, more = "") =>
  fetch(new URL(`${at(niche, upload)}?offset=${offset}${more}`, service.url), {
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    body: bytes,
  });
const send = (...part: Parameters<typeof sending>) => service.json(uploadSchema, sending(...part));
const look = (niche: NicheDetail, upload: Upload) => service.json(uploadSchema, service.request("GET", at(niche, upload)));
const list = async (niche: NicheDetail) => (await service.json(uploadsSchema, service.request("GET", at(niche)))).items;
async function refusal(answer: Promise<Response>) {
  return refusalSchema.parse(await (await answer).json());
}

/** Opens an upload and sends all of the file. */
async function sendAll(niche: NicheDetail, file: Uint8Array<ArrayBuffer>, partBytes = 8 * MiB, more?: object): Promise<Upload> {
  const upload = await open(niche, file.length, more);
  for (let from = 0; from < file.length; from += partBytes) await send(niche, upload, from, file.subarray(from, from + partBytes));
  return upload;
}

async function over(niche: NicheDetail, upload: Upload): Promise<Upload> {
  for (;;) {
    const now = await look(niche, upload);
    if (now.status === "done" || now.status === "failed") return now;
    await sleep(50);
  }
}

/** Every third row is a copy or too short. */
function longFile(rows: number): Uint8Array<ArrayBuffer> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const number = row - (row % 7 === 6 ? 1 : 0);
    const text = row % 10 === 9 ? "short" : `Text number ${number}: ${reviews[number % 40]?.replaceAll('"', "")}`;
    return `"${text}",person ${row % 97}`;
  });
  return bytesOf(`review,author\n${lines.join("\n")}\n`);
}

describe("an upload", () => {
  it("in parts becomes the same evidence as the file in one request", async () => {
    const [whole, parts] = [await service.create("Whole"), await service.create("Parts")];
    const file = longFile(3_000);
    const expected = await service.import(whole.id, new TextDecoder().decode(file));
    const upload = await open(parts, file.length);
    expect(upload).toMatchObject({ received: 0, status: "receiving", bytes: file.length, partBytes: 8 * MiB });
    const half = Math.floor(file.length / 2);
    expect(await send(parts, upload, 0, file.subarray(0, half))).toMatchObject({ received: half, status: "receiving" });
    expect(await send(parts, upload, half, file.subarray(half))).toMatchObject({ received: file.length });
    const { status, report, rows, bytesRead, headDigest } = await over(parts, upload);
    expect(status).toBe("done");
    expect(report).toEqual(expected);
    expect(bytesRead).toBe(file.length);
    expect(rows).toMatchObject({ read: 3_000, kept: expected.kept, droppedBy: expected.droppedBy });
    expect(headDigest).toBe(createHash("sha256").update(file.subarray(0, MiB)).digest("hex"));
    const niche = await service.niche(parts.id);
    expect(niche).toMatchObject({ evidenceCount: expected.kept, copyCount: expected.copies, imports: [expected] });
    await expect
      .poll(async () => (await service.events(parts.id)).map(({ type }) => type))
      .toEqual(["niche.created", "import.started", "evidence.imported"]);
    await expect.poll(() => service.uploadedPieces(parts.id)).toBe(0);
    await expect.poll(() => service.openEffects(parts.id)).toBe(0);
    const again = await over(parts, await sendAll(parts, file));
    expect(again.report).toMatchObject({ read: 3_000, kept: 0 });
    expect((await service.niche(parts.id)).evidenceCount).toBe(expected.kept);
  });

  it("loses and doubles nothing when its actor crashes while it is received and while it is read", async () => {
    const [whole, struck] = [await service.create("Whole"), await service.create("Struck")];
    const file = longFile(20_000);
    const expected = await service.import(whole.id, new TextDecoder().decode(file));
    const upload = await open(struck, file.length);
    const partBytes = Math.ceil(file.length / 4);
    for (let from = 0; from < file.length; from += partBytes) {
      const sent = () => send(struck, upload, from, file.subarray(from, from + partBytes));
      await sent();
      await service.crash(struck.id);
      // Its answer may have been lost.
      expect((await sent()).received).toBe(Math.min(from + partBytes, file.length));
    }
    let [crashes, seen] = [0, -1];
    for (;;) {
      const { status, bytesRead } = await look(struck, upload);
      if (status !== "reading") break;
      // What is said of the progress never goes back.
      expect(bytesRead).toBeGreaterThanOrEqual(seen);
      if (bytesRead > seen && crashes < 3) {
        seen = bytesRead;
        crashes++;
        await service.crash(struck.id);
      }
      await sleep(30);
    }
    expect(crashes).toBeGreaterThanOrEqual(2);
    const { report } = await look(struck, upload);
    expect(report).toEqual(expected);
    expect(await service.niche(struck.id)).toMatchObject({ evidenceCount: expected.kept, copyCount: expected.copies, imports: [expected] });
    const again = await over(struck, await sendAll(struck, file));
    expect(again.report).toMatchObject({ read: 20_000, kept: 0 });
    expect(again.report?.copies).toBeUndefined();
    expect(await service.unfinishedRows(struck.id)).toBe(0);
  });

  it("tells how far it is, bytes and rows, while it is read, and lets others in", async () => {
    const niche = await service.create("Watched");
    const file = longFile(20_000);
    const upload = await sendAll(niche, file);
    const reads: number[] = [];
    for (let now = await look(niche, upload); now.status === "reading"; now = await look(niche, upload)) {
      const { read = 0, kept = 0, droppedBy = {}, dropped = [] } = now.rows ?? {};
      reads.push(read);
      expect(kept).toBeLessThanOrEqual(read);
      if (read > 1_000)
        expect({ droppedBy, dropped: dropped.slice(0, 2) }).toMatchObject({
          droppedBy: { "too-short": expect.any(Number) },
          dropped: [{ row: 10, reason: "too-short" }, { row: 20 }],
        });
    }
    expect(new Set(reads).size).toBeGreaterThan(3);
    expect(await list(niche)).toMatchObject([{ id: upload.id, status: "done" }]);
  });

  it("keeps the mapping, the encoding and the columns that it was opened with, and unpacks", async () => {
    const niche = await service.create("Settings");
    const table = "title;body;plan\nFirst;The zip breaks after a week of use;pro\nSecond;The strap is far too short for me;free\n";
    const packed = Uint8Array.from(gzipSync(Buffer.from(table, "latin1")));
    const settings = { fileName: "table.csv.gz", mapping: { text: "body" }, encoding: "latin1", attributes: ["plan"] };
    const upload = await sendAll(niche, packed, 50, settings);
    expect(upload).toMatchObject(settings);
    expect((await over(niche, upload)).report).toMatchObject({
      kept: 2,
      columns: { used: { text: "body" } },
      encoding: "windows-1252",
      attributes: [{ name: "plan" }],
    });
  });

  it("of a file that cannot be read fails and says why, and leaves the niche as it was", async () => {
    const niche = await service.create("Bad");
    const failed = async (file: Uint8Array<ArrayBuffer>) => (await over(niche, await sendAll(niche, file))).fault;
    expect(await failed(bytesOf("price,count\n1,2\n3,4\n"))).toMatchObject({
      code: "invalid_input",
      detail: expect.stringContaining("price"),
    });
    expect(await failed(bytesOf("Keyword,Avg. monthly searches\nmeal planner,500\n"))).toMatchObject({
      code: "unsupported_media",
      fields: [{ path: "file", message: "market-table" }],
    });
    const packed = Uint8Array.from(gzipSync(longFile(2_000)));
    expect(await failed(packed.slice(0, -30))).toMatchObject({ code: "invalid_input", detail: expect.stringContaining("cut off") });
    expect(await service.niche(niche.id)).toMatchObject({ evidenceCount: 0, imports: [] });
    expect(await service.unfinishedRows(niche.id)).toBe(0);
    await expect.poll(() => service.uploadedPieces(niche.id)).toBe(0);
    const ends = (await service.events(niche.id)).map(({ type }) => type).filter((type) => type.startsWith("import."));
    expect(ends).toEqual(Array.from({ length: 3 }, () => ["import.started", "import.failed"]).flat());
  });
});

describe("an upload that has lost a piece", () => {
  const text = longFile(40_000);
  const noise = bytesOf(
    `text\n${randomBytes(3 * MiB)
      .toString("base64")
      .replaceAll(/.{2000}/g, "$&\n")}`,
  );
  it.each([
    ["at its beginning", text, 0],
    ["further on", text, MiB],
    ["of an archive", Uint8Array.from(gzipSync(noise)), MiB],
  ])("%s fails and says so, and keeps nothing", async (_, file, lost) => {
    const niche = await service.create("Lost");
    const upload = await open(niche, file.length);
    await send(niche, upload, 0, file.subarray(0, 2 * MiB));
    await service.losePiece(niche.id, lost);
    await send(niche, upload, 2 * MiB, file.subarray(2 * MiB));
    expect(await over(niche, upload)).toMatchObject({ status: "failed", fault: { detail: expect.stringContaining("were lost") } });
    expect(await service.niche(niche.id)).toMatchObject({ evidenceCount: 0, imports: [] });
  });
});

describe("a part", () => {
  it("goes on where the upload ends, or is there already byte for byte", async () => {
    const niche = await service.create("Parts");
    const file = longFile(300);
    const upload = await open(niche, file.length);
    await send(niche, upload, 0, file.subarray(0, 1_000));
    expect(await send(niche, upload, 0, file.subarray(0, 1_000))).toMatchObject({ received: 1_000 });
    expect(await send(niche, upload, 100, file.subarray(100, 200))).toMatchObject({ received: 1_000 });
    expect(await refusal(sending(niche, upload, 2_000, file.subarray(2_000, 3_000)))).toMatchObject({ status: 409, received: 1_000 });
    expect(await refusal(sending(niche, upload, 500, file.subarray(500, 1_500)))).toMatchObject({ status: 409, received: 1_000 });
    const others = Uint8Array.from(file.subarray(0, 1_000));
    others[999] = 0;
    expect(await refusal(sending(niche, upload, 0, others))).toMatchObject({ status: 409, detail: expect.stringContaining("same file") });
    expect(await refusal(sending(niche, upload, 1_000, Uint8Array.from([...file.subarray(1_000), 1])))).toMatchObject({ status: 400 });
    expect(await refusal(sending(niche, upload, 1_000, new Uint8Array(0)))).toMatchObject({ status: 400 });
    expect(await refusal(sending(niche, upload, -1, file))).toMatchObject({ status: 400 });
    expect(await refusal(sending(niche, upload, 1_000, new Uint8Array(8 * MiB + 1)))).toMatchObject({ status: 413 });
    expect(await look(niche, upload)).toMatchObject({ received: 1_000, status: "receiving" });
  });

  it("is bytes, of somebody who may write, in their own organisation", async () => {
    const niche = await service.create("Mine");
    const upload = await open(niche, 10);
    const part = Uint8Array.from([1]);
    expect(await refusal(sending(niche, upload, 0, part, "&role=viewer"))).toMatchObject({ status: 403 });
    expect(await refusal(sending(niche, upload, 0, part, "&organisation=2"))).toMatchObject({ status: 404 });
    expect(await refusal(service.request("PUT", `${at(niche, upload)}?offset=0`, {}))).toMatchObject({ status: 415 });
    expect(await refusal(opening(niche, 10, {}, "?role=viewer"))).toMatchObject({ status: 403 });
    expect(await refusal(opening(niche, 10, {}, "?organisation=2"))).toMatchObject({ status: 404 });
    for (const path of [at(niche), at(niche, upload)])
      expect(await refusal(service.request("GET", `${path}?organisation=2`))).toMatchObject({ status: 404 });
    expect(await refusal(service.request("DELETE", `${at(niche, upload)}?organisation=2`))).toMatchObject({ status: 404 });
    expect(await refusal(service.request("DELETE", `${at(niche, upload)}?role=viewer`))).toMatchObject({ status: 403 });
    expect(await refusal(service.request("GET", `${at(niche)}/upl_00000000000000000000000009`))).toMatchObject({ status: 404 });
  });
});

describe("uploads of a niche", () => {
  it("are three at most, each opened once for its key", async () => {
    const niche = await service.create("Three");
    const once = (key: string) =>
      service.json(uploadSchema, service.request("POST", at(niche), { fileName: "a.csv", bytes: 5 }, { "idempotency-key": key }));
    const first = await once("one");
    await open(niche, 5);
    await open(niche, 5);
    expect(await once("one")).toEqual(first);
    expect(await refusal(opening(niche, 5))).toMatchObject({ status: 409 });
    expect((await service.request("DELETE", at(niche, first))).status).toBe(204);
    expect(await refusal(service.request("DELETE", at(niche, first)))).toMatchObject({ status: 404 });
    await open(niche, 5);
    expect(await list(niche)).toHaveLength(3);
    expect(await refusal(opening(niche, 0))).toMatchObject({ status: 400 });
    expect(await refusal(opening(niche, 2 * 1024 ** 3 + 1))).toMatchObject({ status: 400 });
  });

  it("can be given up while one is read, and nothing of it stays", async () => {
    const niche = await service.create("Given up");
    const file = longFile(30_000);
    const upload = await sendAll(niche, file);
    await expect.poll(async () => (await look(niche, upload)).bytesRead, { interval: 10, timeout: 20_000 }).toBeGreaterThan(0);
    expect((await service.request("DELETE", at(niche, upload))).status).toBe(204);
    await expect.poll(() => service.uploadedPieces(niche.id)).toBe(0);
    await expect.poll(() => service.openEffects(niche.id)).toBe(0);
    await expect.poll(() => service.unfinishedRows(niche.id)).toBe(0);
    expect(await list(niche)).toEqual([]);
    expect((await service.niche(niche.id)).evidenceCount).toBe(0);
    await expect.poll(async () => (await service.events(niche.id)).at(-1)?.type, { timeout: 20_000 }).toBe("import.cancelled");
    expect((await over(niche, await sendAll(niche, longFile(100)))).report).toMatchObject({ read: 100 });
  });

  it("that nobody goes on with are tidied after a day, also when whoever opened them is no member any more", async () => {
    const niche = await service.create("Abandoned");
    await send(niche, await open(niche, 3_000), 0, longFile(100).subarray(0, 1_000));
    await service.standing("gone");
    try {
      await service.ageUploads(niche.id, 25 * 60 * 60 * 1000);
      await expect.poll(() => list(niche), { timeout: 20_000 }).toEqual([]);
      await expect.poll(() => service.uploadedPieces(niche.id)).toBe(0);
      await expect.poll(() => service.openEffects(niche.id)).toBe(0);
      expect(await service.office("deadLetters", { kind: "niche", id: niche.id })).toMatchObject({ value: { items: [] } });
    } finally {
      await service.standing("owner");
    }
  });
});
