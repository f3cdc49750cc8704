import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { uploadSchema, type NicheDetail, type Upload } from "../../contracts/services/niche-analysis.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());

const MiB = 1024 ** 2;
const uploadsSchema = z.object({ items: z.array(uploadSchema) });
const refusalSchema = z.object({ status: z.int(), code: z.string(), detail: z.string(), received: z.int().optional() });
const encoder = new TextEncoder();

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
  return encoder.encode(`review,author\n${lines.join("\n")}\n`);
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
    const again = await over(parts, await sendAll(parts, file));
    expect(again.report).toMatchObject({ read: 3_000, kept: 0 });
    expect((await service.niche(parts.id)).evidenceCount).toBe(expected.kept);
  });
});
