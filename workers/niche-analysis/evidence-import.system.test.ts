import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { evidenceSchema, importReportSchema, type NicheDetail } from "../../contracts/services/niche-analysis.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, jsonLinesOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());

const pageOfEvidence = z.object({ items: z.array(evidenceSchema), nextCursor: z.string().optional() });
const evidenceOf = (niche: NicheDetail, query: string) =>
  service.json(pageOfEvidence, service.request("GET", `/api/v1/niches/${niche.id}/evidence?${query}`));

const authorIn = async (niche: NicheDetail, query: string) => (await evidenceOf(niche, query)).items[0]?.author;

async function refusal(answer: Promise<Response>) {
  const response = await answer;
  return problemSchema.parse(await response.json());
}

describe("an import", () => {
  it("reads CSV, finds its columns, hashes authors and keeps where each row came from", async () => {
    const niche = await service.create("CSV");
    const report = await service.import(niche.id, csvOf(reviews.slice(0, 300)));
    expect(report).toMatchObject({
      format: "csv",
      delimiter: ",",
      read: 300,
      columns: { used: { text: "review", author: "author", rating: "stars" } },
    });
    expect(report.kept + (report.copies ?? 0) + Object.values(report.droppedBy).reduce((sum, count) => sum + count, 0)).toBe(300);
    const { evidenceCount, imports, work } = await service.niche(niche.id);
    expect({ evidenceCount, imports, status: work.status }).toEqual({ evidenceCount: report.kept, imports: [report], status: "waiting" });
    const { items } = await evidenceOf(niche, "limit=1");
    expect(items).toMatchObject([
      { text: reviews[0], row: 1, rating: 1, source: "reviews.csv", author: expect.stringMatching(/^[0-9a-f]{16}$/) },
    ]);
  });

  it("reads JSON lines, with the columns that the caller names", async () => {
    const niche = await service.create("JSONL");
    const report = await service.import(
      niche.id,
      jsonLinesOf(reviews.slice(0, 50)),
      "fileName=x.jsonl&text=body&author=user",
      "application/x-ndjson",
    );
    expect(report).toMatchObject({ format: "jsonl", read: 50, columns: { used: { text: "body", author: "user" } } });
  });

  it("reads documents, dumps and mailboxes by their bytes, and refuses a market table by name", async () => {
    const niche = await service.create("Formats");
    const json = JSON.stringify(
      reviews.slice(0, 5).map((body, i) => ({ objectID: `${i}`, author: `a${i}`, created_at_i: 1_700_000_000, comment_text: body })),
    );
    expect(await service.import(niche.id, `{"hits":${json}}`, "fileName=hn.json", "application/json")).toMatchObject({
      format: "json",
      recognised: "hacker-news-search",
      kept: 5,
    });
    const xml =
      '<?xml version="1.0"?><comments><row Id="1" PostId="2" Text="The nozzle clogs each week" CreationDate="2024-01-01T00:00:00" /></comments>';
    expect(await service.import(niche.id, xml, "fileName=Comments.xml", "application/xml")).toMatchObject({
      recognised: "stack-exchange",
      kept: 1,
    });
    const mail = (charset: string, text: string) =>
      `From a@b.org Mon Mar  4 10:11:12 2024\nContent-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: quoted-printable\n\n${text}\n\n`;
    const mbox = mail("koi8-r", "=F3=CC=CF=CD=C1=CC=CF=D3=D8 =DA=C1 =C4=C5=CE=D8") + mail("iso-8859-2", "=AFaden zamek si=EA nie zamyka");
    expect(await service.import(niche.id, mbox, "fileName=support.mbox", "application/mbox")).toMatchObject({
      recognised: "mailbox",
      kept: 2,
    });
    const { items } = await evidenceOf(niche, "limit=50");
    expect(items.slice(-3).map(({ text }) => text)).toEqual([
      "The nozzle clogs each week",
      "Сломалось за день",
      "Żaden zamek się nie zamyka",
    ]);
    expect(await refusal(service.upload(niche.id, "Keyword,Avg. monthly searches\nmeal planner,500\n"))).toMatchObject({
      status: 415,
      detail: expect.stringContaining("Keyword Planner"),
    });
    expect((await service.niche(niche.id)).evidenceCount).toBe(8);
  });

  it("repeated keeps nothing twice, and a larger file only what is new", async () => {
    const niche = await service.create("Twice");
    const first = await service.import(niche.id, csvOf(reviews.slice(0, 100)));
    const again = await service.import(niche.id, csvOf(reviews.slice(0, 100)));
    const known = first.kept + (first.copies ?? 0) + (first.droppedBy.duplicate ?? 0);
    expect(again).toMatchObject({ read: 100, kept: 0, droppedBy: { duplicate: known } });
    const more = await service.import(niche.id, csvOf(reviews.slice(0, 150)));
    expect(more.kept).toBeGreaterThan(30);
    expect((await service.niche(niche.id)).evidenceCount).toBe(first.kept + more.kept);
  });

  it("sent again under the same key answers the first report", async () => {
    const niche = await service.create("Key");
    const send = (texts: string[]) =>
      fetch(new URL(`/api/v1/niches/${niche.id}/evidence?fileName=a.csv`, service.url), {
        method: "POST",
        headers: { "content-type": "text/csv", "idempotency-key": "upload-1" },
        body: csvOf(texts),
      }).then(async (answer) => ({ mark: answer.headers.get("idempotency-replayed"), report: (await answer.json()) as object }));
    const [first, second] = [await send(reviews.slice(0, 40)), await send(reviews.slice(0, 40))];
    expect(second.report).toEqual(first.report);
    expect([first.mark, second.mark]).toEqual([null, "true"]);
    expect((await service.niche(niche.id)).imports).toHaveLength(1);
  });

  it("hashes an author alike in every file of an organisation, and otherwise in the next one", async () => {
    const [one, two] = [await service.create("Authors 1"), await service.create("Authors 2")];
    const abroad = await service.create("Authors 3", {}, "?organisation=2");
    await service.import(one.id, csvOf(reviews.slice(0, 1)));
    await service.import(two.id, csvOf(reviews.slice(0, 1)), "fileName=other.csv");
    await service.import(abroad.id, csvOf(reviews.slice(0, 1)), "fileName=reviews.csv&organisation=2");
    const author = await authorIn(one, "limit=1");
    expect(author).toMatch(/^[0-9a-f]{16}$/);
    expect(await authorIn(two, "limit=1")).toBe(author);
    expect(await authorIn(abroad, "limit=1&organisation=2")).not.toBe(author);
  });

  it("says what is wrong with a file that it cannot read, and keeps nothing of it", async () => {
    const niche = await service.create("Bad files");
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 0, 0, 1]);
    expect(await refusal(service.upload(niche.id, png, "fileName=a.png", "application/octet-stream"))).toMatchObject({
      status: 415,
      code: "unsupported_media",
    });
    const noText = await refusal(service.upload(niche.id, "price,count\n1,2\n3,4\n"));
    expect(noText).toMatchObject({ status: 400, code: "invalid_input", detail: expect.stringContaining('"price", "count"') });
    expect(await refusal(service.upload(niche.id, csvOf(reviews.slice(0, 5)), "fileName=a.csv&text=Body"))).toMatchObject({
      status: 400,
      detail: expect.stringContaining("Body"),
    });
    expect(await refusal(service.upload(niche.id, "{}", "fileName=a.json", "application/json"))).toMatchObject({ status: 400 });
    expect(await refusal(service.upload(niche.id, "a,b", "fileName=a.html", "text/html"))).toMatchObject({ status: 415 });
    expect(await service.niche(niche.id)).toMatchObject({ evidenceCount: 0, imports: [] });
  });

  it("that breaks off leaves the niche as it was", async () => {
    const niche = await service.create("Broken off");
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const outcome = service.upload(niche.id, readable).then(
      () => "answered",
      () => "broken off",
    );
    await writer.write(new TextEncoder().encode(csvOf(reviews)));
    await expect.poll(() => service.stagedParts(niche.id), { timeout: 20_000 }).toBeGreaterThan(1);
    await writer.abort(new Error("the cable came out"));
    expect(await outcome).toBe("broken off");
    expect(await service.niche(niche.id)).toMatchObject({ evidenceCount: 0 });
    await expect.poll(() => service.stagedParts(niche.id), { timeout: 20_000 }).toBe(0);
    expect((await service.import(niche.id, csvOf(reviews))).kept).toBeGreaterThan(900);
  });

  it("takes a file of many megabytes as a stream", async () => {
    const niche = await service.create("Large");
    const rows = 15_000;
    let row = 0;
    const encoder = new TextEncoder();
    const file = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (row === 0) controller.enqueue(encoder.encode("id,review\n"));
        if (row >= rows) return controller.close();
        const lines = Array.from(
          { length: 500 },
          () => `${++row},"Text number ${row}: ${reviews[row % reviews.length]?.replaceAll('"', "")} ${"and so on ".repeat(20)}"`,
        );
        controller.enqueue(encoder.encode(`${lines.join("\n")}\n`));
      },
    });
    const report = await service.json(
      z.object({ kept: z.int(), read: z.int(), provenance: z.object({ bytes: z.int() }) }),
      service.upload(niche.id, file),
    );
    expect(report).toMatchObject({ read: rows, kept: rows });
    expect(report.provenance.bytes).toBeGreaterThan(3_000_000);
    expect((await service.niche(niche.id)).evidenceCount).toBe(rows);
  });
});

describe("evidence", () => {
  it("is read by ids or page by page", async () => {
    const niche = await service.create("Pages");
    const { kept } = await service.import(niche.id, csvOf(reviews.slice(0, 60)));
    const first = await evidenceOf(niche, "limit=40");
    const second = await evidenceOf(niche, `limit=40&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeUndefined();
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toHaveLength(kept);
    expect(new Set(ids).size).toBe(kept);
    const some = await evidenceOf(niche, `ids=${[ids[3], ids[7], `evd_${"0".repeat(32)}`].join(",")}`);
    expect(some.items.map(({ id }) => id)).toEqual([ids[3], ids[7]].toSorted());
  });

  it("is another organisation's secret", async () => {
    const niche = await service.create("Mine");
    for (const path of ["", "/evidence", "/themes", "/children"]) {
      expect(await refusal(service.request("GET", `/api/v1/niches/${niche.id}${path}?organisation=2`))).toMatchObject({ status: 404 });
    }
    expect(await refusal(service.upload(niche.id, csvOf(reviews.slice(0, 5)), "organisation=2"))).toMatchObject({ status: 404 });
    expect(await refusal(service.request("POST", `/api/v1/niches/${niche.id}/analyses?role=viewer`))).toMatchObject({ status: 403 });
    expect(await refusal(service.upload(niche.id, csvOf(reviews.slice(0, 5)), "role=viewer"))).toMatchObject({ status: 403 });
    expect(await refusal(service.request("PATCH", `/api/v1/niches/${niche.id}/market?role=viewer`, {}))).toMatchObject({ status: 403 });
    expect(await refusal(service.request("POST", "/api/v1/niches?role=viewer", { name: "x" }))).toMatchObject({ status: 403 });
    expect(await refusal(service.request("GET", "/api/v1/niches/not-an-id"))).toMatchObject({ status: 404 });
  });
});

it.each([
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
] as const)("reads a file that is packed with %s, and refuses one that is cut off", async (name, pack) => {
  const niche = await service.create(`Packed with ${name}`);
  const packed = pack(csvOf(reviews.slice(0, 300)));
  const cut = await service.upload(niche.id, packed.subarray(0, packed.length - 200), "fileName=reviews.csv", `application/${name}`);
  expect(cut.status).toBe(400);
  const report = await service.json(importReportSchema, service.upload(niche.id, packed, "fileName=reviews.csv", `application/${name}`));
  expect(report).toMatchObject({ read: 300, provenance: { bytes: packed.length } });
});

describe("a text that several people wrote", () => {
  const file = (...rows: string[]) => ["review,author,date", ...rows].join("\n");
  const said = (author: string, day: string) => `It never syncs my notes,${author},2024-03-${day}`;

  it("is one text with its copies, of one file and of later ones, and each counts once", async () => {
    const niche = await service.create("Copies");
    const first = await service.import(niche.id, file(said("ann", "01"), said("bob", "02"), said("bob", "02"), said("bob", "03")));
    expect(first).toMatchObject({ read: 4, kept: 1, copies: 2, droppedBy: { duplicate: 1 } });
    const second = await service.import(
      niche.id,
      file(said("bob", "02"), said("cid", "04"), "The export fails,cid,2024-03-05"),
      "fileName=b.csv",
    );
    expect(second).toMatchObject({ read: 3, kept: 1, copies: 1, droppedBy: { duplicate: 1 }, dropped: [{ row: 1, reason: "duplicate" }] });
    const { items } = await evidenceOf(niche, "limit=10");
    expect(items.map(({ occurrences }) => occurrences)).toEqual([{ count: 4, people: 3 }, undefined]);
    const byId = await evidenceOf(niche, `ids=${items[0]?.id}`);
    expect(byId.items[0]?.occurrences).toEqual({ count: 4, people: 3 });
    const shown = await service.niche(niche.id);
    expect(shown).toMatchObject({ evidenceCount: 2, copyCount: 3 });
  });
});

it("reads a file in the encoding that it is told, and refuses one that there is none of", async () => {
  const niche = await service.create("Legacy");
  const japanese = Uint8Array.from([...new TextEncoder().encode("review\nIt never says "), 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x0a]);
  const report = await service.json(
    importReportSchema,
    service.upload(niche.id, japanese, "fileName=a.csv&text=review&encoding=Shift_JIS"),
  );
  expect(report).toMatchObject({ kept: 1, encoding: "shift_jis" });
  const cyrillic = Uint8Array.from([
    ...new TextEncoder().encode("review\n"),
    0xce,
    0xed,
    0xee,
    0x20,
    0xed,
    0xe5,
    0x20,
    0xf1,
    0xef,
    0xe8,
    0xf2,
    0x0a,
  ]);
  await service.json(importReportSchema, service.upload(niche.id, cyrillic, "fileName=b.csv&text=review&encoding=cp1251"));
  const { items } = await evidenceOf(niche, "limit=10");
  expect(items.map(({ text }) => text)).toEqual(["It never says 日本語", "Оно не спит"]);
  expect(await refusal(service.upload(niche.id, cyrillic, "fileName=c.csv&encoding=klingon"))).toMatchObject({
    status: 400,
    code: "invalid_input",
    detail: expect.stringContaining("klingon"),
  });
});

it("says of a zstd archive that looks back too far how to pack it anew", async () => {
  const niche = await service.create("Long");
  const block = new TextEncoder().encode('{"text":"row 1 says that it broke"}\n');
  // A frame (RFC 8878, 3.1.1) with a window of 2^31 around a block that is not compressed.
  const size = (block.length << 3) | 1;
  const packed = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, (31 - 10) << 3, size & 0xff, size >> 8, 0, ...block]);
  expect(await refusal(service.upload(niche.id, packed, "fileName=RC.zst", "application/zstd"))).toMatchObject({
    status: 415,
    detail: expect.stringContaining("zstd -dc --long=31"),
  });
});
