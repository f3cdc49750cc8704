/** Every importer and every bad input that can be made of its format: what becomes of the rows, and that nothing is lost, grows or is executed. */
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Fault, Result } from "../../../../contracts/result.ts";
import { attempt, inPieces, utf16le } from "../testing/reading.ts";
import { readMarketTable } from "./market/market-reader.ts";
import { NotUnpacked } from "./unpacking.ts";

/** What an import says, of evidence and of a market table alike. */
interface Outcome {
  texts: string[];
  read: number;
  kept: number;
  droppedBy: Record<string, number>;
}

interface Importer {
  name: string;
  write(texts: readonly string[]): string;
  /** What the file is in; default UTF-8. */
  bytes?(file: string): Uint8Array;
  packed?: true;
  market?: true;
  xml?: true;
  /** Cells that mean something else in this format, with the reason. */
  instead?: Partial<Record<BadInput, { because: string; expected: Partial<Outcome> }>>;
}
type BadInput = "truncated" | "mixed-encoding" | "long line";

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const table = (header: string, row: (text: string, i: number) => string) => (texts: readonly string[]) =>
  `${[header, ...texts.map(row)].join("\n")}\n`;
const lines = (record: (text: string, i: number) => object) => (texts: readonly string[]) =>
  texts.map((text, i) => JSON.stringify(record(text, i))).join("\n");
const enveloped = (record: (text: string, i: number) => object, around: (records: object[]) => object) => (texts: readonly string[]) =>
  JSON.stringify(around(texts.map(record)));

const redditPost = (text: string, i: number) => ({
  id: `p${i}`,
  subreddit: "s",
  author: `u${i}`,
  created_utc: 1_700_000_000 + i,
  title: "",
  selftext: text,
});
const label = (text: string) => ({ label: text });
const appleEntry = (text: string, i: number) => ({
  author: { name: label(`u${i}`) },
  updated: label("2024-03-01T00:00:00Z"),
  "im:rating": label("2"),
  "im:version": label("1.0"),
  id: label(String(i)),
  title: label(""),
  content: label(text),
});
const issue = (text: string, i: number) => ({
  html_url: `https://github.com/a/b/issues/${i}`,
  title: "",
  body: text,
  user: { login: `u${i}` },
  created_at: "2024-03-01T00:00:00Z",
});

const importers: readonly Importer[] = [
  { name: "CSV", write: table("id,text", (text, i) => `${i},${cell(text)}`) },
  { name: "TSV", write: table("id\ttext", (text, i) => `${i}\t${cell(text)}`) },
  {
    name: "JSON",
    write: enveloped(
      (text) => ({ text }),
      (records) => records,
    ),
  },
  { name: "JSON lines", write: lines((text) => ({ text })) },
  {
    name: "Stack Exchange XML",
    xml: true,
    write: (texts) =>
      `<?xml version="1.0"?><comments>\n${texts.map((text, i) => `<row Id="${i}" PostId="1" Text="${escaped(text)}" CreationDate="2024-01-01"/>`).join("\n")}\n</comments>`,
  },
  { name: "Reddit NDJSON", write: lines(redditPost) },
  { name: "Reddit zstd", write: lines(redditPost), packed: true, bytes: (file) => zstdCompressSync(file) },
  {
    name: "Hacker News, Algolia",
    write: enveloped(
      (text, i) => ({ objectID: String(i), author: `u${i}`, created_at_i: 1_700_000_000, story_id: 1, comment_text: escaped(text) }),
      (hits) => ({ hits }),
    ),
  },
  {
    name: "Hacker News, Firebase",
    write: lines((text, i) => ({ id: i + 1, type: "comment", by: `u${i}`, time: 1_700_000_000, parent: 1, text: escaped(text) })),
  },
  { name: "Apple's reviews, JSON", write: enveloped(appleEntry, (entry) => ({ feed: { entry } })) },
  {
    name: "Apple's reviews, XML",
    xml: true,
    write: (texts) =>
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">${texts.map((text, i) => `<entry><id>${i}</id><title></title><content type="text">${escaped(text)}</content><im:rating>2</im:rating><author><name>u${i}</name></author></entry>`).join("\n")}</feed>`,
  },
  {
    name: "Play Console CSV",
    write: table("Package Name,Star Rating,Review Title,Review Text,Review Link", (text, i) => `p,1,,${cell(text)},https://play/${i}`),
    bytes: utf16le,
  },
  { name: "GitHub issues", write: enveloped(issue, (records) => records) },
  {
    name: "RSS",
    xml: true,
    write: (texts) =>
      `<?xml version="1.0"?><rss><channel>${texts.map((text, i) => `<item><guid>${i}</guid><description>${escaped(escaped(text))}</description></item>`).join("\n")}</channel></rss>`,
  },
  {
    name: "mailbox",
    write: (texts) =>
      texts.map((text, i) => `From a@b.org Mon Mar  4 10:11:12 2024\nMessage-ID: <${i}@b.org>\nFrom: u${i}@b.org\n\n${text}\n\n`).join(""),
    instead: {
      truncated: { because: "a mail has no end but the next one: what is there of the last is read", expected: { read: 20, kept: 20 } },
      "mixed-encoding": { because: "each mail names its own; what is not UTF-8 is windows-1252", expected: { read: 3, kept: 3 } },
      "long line": {
        because: "the beginning of a line stands for it, and is longer than a text may be",
        expected: { read: 2503, kept: 2502, droppedBy: { "too-long": 1 } },
      },
    },
  },
  {
    name: "Keyword Planner",
    market: true,
    write: table("Keyword\tCurrency\tAvg. monthly searches", (text) => `${cell(text)}\tUSD\t500`),
    bytes: utf16le,
  },
  {
    name: "Ahrefs",
    market: true,
    write: table("#\tKeyword\tDifficulty\tVolume\tParent Keyword", (text, i) => `${i}\t${cell(text)}\t34\t2400\tx`),
    bytes: utf16le,
  },
  {
    name: "Semrush",
    market: true,
    write: table("Keyword;Search Volume;Competitive Density;Keyword Difficulty Index", (text) => `${cell(text)};18.100;0,45;61,5`),
  },
  {
    name: "competitors",
    market: true,
    write: table("Product,Price,Rating", (text) => `${cell(text)},9,4`),
    instead: {
      "long line": {
        because: "a table has at most 500 competitors",
        expected: { read: 2503, kept: 500, droppedBy: { "not-parseable": 1, "over-limit": 2002 } },
      },
    },
  },
  {
    name: "survey",
    market: true,
    write: table("respondent,segment,Importance: fast,Satisfaction: fast", (text, i) => `${i},${cell(text)},5,2`),
  },
];

const bytesOf = ({ bytes = (file) => new TextEncoder().encode(file) }: Importer, file: string) => bytes(file);

async function read({ market }: Importer, file: Uint8Array): Promise<Outcome | { fault: Fault }> {
  if (!market) {
    const result = await attempt(file).catch(faultOfPacking);
    if ("fault" in result) return result;
    const { report } = result;
    return {
      texts: result.rows.map(({ text }) => text),
      read: report.read,
      kept: report.kept + (report.copies ?? 0),
      droppedBy: report.droppedBy,
    };
  }
  const result: Result<{ table: Outcome; rows: object[] }> | { fault: Fault } = await readMarketTable(inPieces(file, 1 << 16), {
    fileName: "table",
  }).then(
    (one) => (one.ok ? { ok: true as const, value: { rows: one.value.rows, table: { ...one.value.table, texts: [] } } } : one),
    faultOfPacking,
  );
  if ("fault" in result) return result;
  if (!result.ok) return { fault: result.error };
  const { table: found, rows } = result.value;
  return {
    ...found,
    texts: rows.map((row) =>
      ["keyword", "name", "segment"].map((name) => (name in row ? String(row[name as keyof typeof row]) : "")).join(""),
    ),
  };
}

function faultOfPacking(cause: unknown): { fault: Fault } {
  if (cause instanceof NotUnpacked) return { fault: cause.fault };
  throw cause;
}

/** The outcome, of which every row is accounted for. */
async function outcomeOf(importer: Importer, file: Uint8Array): Promise<Outcome> {
  const outcome = await read(importer, file);
  if ("fault" in outcome) throw new Error(outcome.fault.detail);
  expect(outcome.kept + Object.values(outcome.droppedBy).reduce((sum, count) => sum + count, 0)).toBe(outcome.read);
  return outcome;
}

async function refusal(importer: Importer, file: Uint8Array): Promise<Fault | undefined> {
  const outcome = await read(importer, file);
  return "fault" in outcome ? outcome.fault : undefined;
}

const rows = (count: number) => Array.from({ length: count }, (_, i) => `row ${i} says that it broke`);
const tenMegabytes = "x".repeat(10 * 1024 * 1024);
const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i || ""};`.repeat(10)}">`).join("")}]>`;

describe.each(importers.map((importer) => [importer.name, importer] as const))("%s", (_, importer) => {
  const { instead = {}, write, packed = false, market = false, xml = false } = importer;

  test("as it should be is read", async () => {
    expect(await outcomeOf(importer, bytesOf(importer, write(rows(20))))).toMatchObject({ read: 20, kept: 20, texts: rows(20) });
  });

  test("truncated in a row counts that row; an archive is refused as a whole", async () => {
    const file = write(rows(20));
    if (packed) {
      expect(await refusal(importer, bytesOf(importer, file).subarray(0, -10))).toMatchObject({
        code: "invalid_input",
        detail: expect.stringContaining("cut off"),
      });
      return;
    }
    const cut = bytesOf(importer, file.slice(0, file.indexOf("row 19 says") + 8));
    expect(await outcomeOf(importer, cut)).toMatchObject(instead.truncated?.expected ?? { read: 20, kept: 19 });
  });

  test("with a row in another encoding drops that row, as encoding", async () => {
    const texts = ["Das Gerät says that it broke", "XX is of another encoding", "and this is as it should be"];
    const text = write(texts);
    const plain = packed ? new TextEncoder().encode(text) : bytesOf(importer, text);
    const wide = importer.bytes === utf16le;
    // In UTF-16 half a pair, else letters of Latin-1.
    const at = plain.findIndex((byte, i) => byte === 0x58 && plain[i + (wide ? 2 : 1)] === 0x58);
    plain.set(wide ? [0x00, 0xd8] : [0xe4, 0xf6], at);
    const file = packed ? zstdCompressSync(plain) : plain;
    expect(await outcomeOf(importer, file)).toMatchObject(
      instead["mixed-encoding"]?.expected ?? { read: 3, kept: 2, droppedBy: { encoding: 1 } },
    );
  });

  test("with declared entities that would grow is refused if it is XML, else they are words", async () => {
    if (xml) {
      const file = write(["it broke: &lol9;"]).replaceAll("&amp;lol9;", "&lol9;").replace("?>", `?>${laughs}`);
      expect(await refusal(importer, bytesOf(importer, file))).toMatchObject({
        code: "unsupported_media",
        detail: expect.stringContaining("document type"),
      });
    }
    const { texts } = await outcomeOf(importer, bytesOf(importer, write(["it broke: &lol9;&lol9; again", "and this is as it should be"])));
    expect(texts).toEqual(["it broke: &lol9;&lol9; again", "and this is as it should be"]);
  });

  // How much an archive may unpack to at most is in unpacking.test.ts: for evidence it takes 2 GiB to get there.
  test("in a zip archive, or packed twice, is refused unopened; a market table also where it unpacks to too much", async () => {
    const file = bytesOf(importer, write(rows(20)));
    expect(await refusal(importer, Uint8Array.of(0x50, 0x4b, 3, 4, ...file))).toMatchObject({ code: "unsupported_media" });
    expect(await refusal(importer, gzipSync(gzipSync(file)))).toMatchObject({
      code: "unsupported_media",
      detail: expect.stringContaining("within another one"),
    });
    if (market)
      expect(await refusal(importer, gzipSync(new Uint8Array(30 * 1024 * 1024)))).toMatchObject({
        code: expect.stringMatching(/too_large|unsupported_media/),
      });
  });

  test("with a line of 10 MB in the middle loses that row alone", async () => {
    const file = write([...rows(2500), tenMegabytes, "after it there is this row", "and this one too"]);
    expect(await outcomeOf(importer, bytesOf(importer, file))).toMatchObject(
      instead["long line"]?.expected ?? { read: 2503, kept: 2502, droppedBy: { "not-parseable": 1 } },
    );
  });

  test("with formulas and scripts keeps them as the words that they are", async () => {
    const texts = [
      `=cmd|' /C calc'!A0 it broke`,
      "@SUM(1+1)*cmd|' /C calc'!A0",
      "+1+cmd|' /C calc'!A0 it broke",
      "${process.exit(1)} {{constructor}} it broke",
    ];
    expect((await outcomeOf(importer, bytesOf(importer, write(texts)))).texts).toEqual(texts);
  });

  test("with control characters and marks of direction keeps the words", async () => {
    const { texts } = await outcomeOf(
      importer,
      bytesOf(importer, write(["it\u0007 broke\u001b[31m twice\u202e today here", "and this is as it should be"])),
    );
    expect(texts).toEqual(["it broke [31m twice today here", "and this is as it should be"]);
  });

  test("of another type is refused, or its rows are accounted for", async () => {
    for (const start of ["%PDF-1.7 ", "\u0000\u0001\u0002\u0000", "SQLite format 3\u0000", "<!DOCTYPE html><html>"])
      expect(await refusal(importer, new TextEncoder().encode(start + write(rows(3))))).toBeDefined();
    // Fields that are a list, an object, a number or null where a text should be.
    const file = write(rows(6));
    const odd = [12, [], {}, null, true, ["x"]].reduce<string>(
      (text, value, i) => text.replace(`"row ${i} says that it broke"`, JSON.stringify(value)),
      file,
    );
    const outcome = await read(importer, bytesOf(importer, odd));
    if ("fault" in outcome) expect(outcome.fault.code).toMatch(/^(?:invalid_input|unsupported_media)$/);
    else await outcomeOf(importer, bytesOf(importer, odd));
  });
});
