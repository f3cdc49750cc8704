import { describe, expect, it } from "vitest";
import { maxListedDrops } from "../../../../contracts/services/niche-evidence.ts";
import { readRows } from "../testing/reading.ts";
import { JoinedReadings, type Reading } from "./joined-readings.ts";
import type { TakenRow } from "./occurrence.ts";

interface Issue {
  number: number;
  body: string;
  login?: string;
  labels?: string[];
}

const line = ({ number, body, login = `user${number}`, labels = [] }: Issue) =>
  `${JSON.stringify({ title: "", body, html_url: `https://github.com/a/b/issues/${number}`, created_at: "2025-03-04T00:00:00Z", user: { login }, labels })}\n`;

const read = (issues: readonly Issue[], rowsBefore = 0): Promise<Reading> =>
  readRows(issues.map(line).join(""), { fileName: "GitHub: x", rowsBefore });

/** All of it in one file, and in parts of so many. */
async function both(issues: readonly Issue[], size: number) {
  const whole = await read(issues);
  const joined = new JoinedReadings();
  const rows: TakenRow[] = [];
  for (let from = 0; from < issues.length; from += size) rows.push(...joined.add(await read(issues.slice(from, from + size), from)));
  return { whole, parts: { rows, report: joined.report } };
}

const plain = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ number, body: `The battery of pair ${number} dies, mail me@x${number}.com` }));

/** `sourceDigest` is of the digests of the parts, and what comes twice is masked twice. */
const comparable = ({ rows, report }: Reading) => ({
  rows,
  report: { ...report, masked: 0, provenance: { ...report.provenance, sourceDigest: "" } },
});

describe("parts that were read one by one", () => {
  it("are what they are in one file", async () => {
    const { whole, parts } = await both(plain(50), 20);
    expect(whole.report).toMatchObject({ kept: 50, masked: 50 });
    expect(comparable(parts)).toEqual(comparable(whole));
    expect(parts.report.masked).toBe(50);
    const one = await both(plain(5), 5);
    expect(one.parts).toEqual(one.whole);
  });

  it("count what comes again in another part as they would in one file: a further occurrence, or the same row", async () => {
    const issues = [
      ...plain(30),
      { number: 100, body: "THE battery of pair 3 dies, mail me@x3.com" },
      ...plain(4),
      { number: 101, body: "short" },
      { number: 102, body: "Der Akku hält leider nur eine Stunde und danach ist alles aus und vorbei" },
    ];
    const { whole, parts } = await both(issues, 7);
    expect(whole.report).toMatchObject({ kept: 31, copies: 1, droppedBy: { duplicate: 4, "too-short": 1 }, otherLanguages: { deu: 1 } });
    expect(comparable(parts)).toEqual(comparable(whole));
  });

  it("keep fifty values of an attribute in all, and list the first of what was dropped", async () => {
    const labelled = plain(120).map((issue, i) => ({ ...issue, labels: [`label ${i % 60}`] }));
    const { whole, parts } = await both([...labelled, ...labelled], 90);
    expect(whole.report.attributes).toMatchObject([{ name: "labels", values: 50, leftOut: 20 }]);
    expect(parts.rows.map(({ attributes }) => attributes)).toEqual(whole.rows.map(({ attributes }) => attributes));
    expect(parts.report.dropped).toEqual(whole.report.dropped);
    expect(parts.report.dropped).toHaveLength(maxListedDrops);
  });

  it("are nothing without any", () => {
    expect(() => new JoinedReadings().report).toThrow(RangeError);
  });
});
