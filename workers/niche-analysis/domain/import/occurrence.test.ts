import { describe, expect, test } from "vitest";
import { readFile } from "../testing/reading.ts";

const csv = (header: string, ...rows: string[]) => [header, ...rows].join("\n");
const counts = ({ report: { read, kept, copies = 0, droppedBy } }: Awaited<ReturnType<typeof readFile>>) => ({
  read,
  kept,
  copies,
  duplicates: droppedBy.duplicate ?? 0,
});

describe("rows that say the same word for word", () => {
  test("by ten people are one text with ten occurrences, each with its author, date and place", async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `"It does not sync my notes.",user ${i},2025-03-${10 + i}`);
    const read = await readFile(csv("review,author,date", ...rows, '"Export is broken again",ann,2025-03-01'));
    expect(counts(read)).toEqual({ read: 11, kept: 2, copies: 9, duplicates: 0 });
    const [text] = read.rows;
    expect(new Set(read.copies.map(({ id }) => id))).toEqual(new Set([text?.id]));
    expect(new Set([text, ...read.copies].map((row) => row?.author)).size).toBe(10);
    expect(read.copies.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(read.copies.map(({ provenance }) => provenance)).size).toBe(9);
    expect(read.copies.every((row) => !("text" in row))).toBe(true);
  });

  test("and agree in everything that is known of them are one row sent twice", async () => {
    const read = await readFile(
      csv("review,author,date", '"It never syncs, really",ann,2025-03-01', '"It never  syncs, REALLY",ann,2025-03-01'),
    );
    expect(counts(read)).toEqual({ read: 2, kept: 1, copies: 0, duplicates: 1 });
  });

  test("and of which nothing else is known are one occurrence each, the same ones when the file is sent again", async () => {
    const line = "I cannot get the export to work at all, again";
    const names = (read: Awaited<ReturnType<typeof readFile>>) => [...read.rows, ...read.copies].map(({ occurrence }) => occurrence);
    const ten = await readFile(`${line}\n`.repeat(10));
    expect(counts(ten)).toEqual({ read: 10, kept: 1, copies: 9, duplicates: 0 });
    expect(new Set(names(ten)).size).toBe(10);
    expect(names(await readFile(`${line}\n`.repeat(10), { fileName: "again.txt", size: 7 }))).toEqual(names(ten));
    // Two files of them: the first four of the one are the four of the other.
    const four = await readFile(`Another line that is long enough for a text\n${`${line}\n`.repeat(4)}`);
    expect(names(four).slice(1)).toEqual(names(ten).slice(0, 4));
  });

  test("and have a rating alone are counted apart by it", async () => {
    const read = await readFile(csv("review,stars", ...["5", "5", "1", "5"].map((stars) => `It is far too expensive,${stars}`)));
    expect(counts(read)).toEqual({ read: 4, kept: 1, copies: 3, duplicates: 0 });
    expect(read.copies.map(({ rating }) => rating)).toEqual([5, 1, 5]);
  });

  test("and have ids of their own are occurrences of their own, even by nobody", async () => {
    const read = await readFile(
      csv("id,review", "r1,It is far too expensive", "r2,It is far too expensive", "r1,It is far too expensive"),
      {
        mapping: { nativeId: "id", text: "review" },
      },
    );
    expect(counts(read)).toEqual({ read: 3, kept: 1, copies: 1, duplicates: 1 });
  });

  test("are the same occurrences under another file name, and of a known site in another export", async () => {
    const file = csv("id,review,author", "r1,It is far too expensive,ann", "r2,It is far too expensive,bob");
    const [one, two] = [await readFile(file, { fileName: "a.csv" }), await readFile(file, { fileName: "b.csv" })];
    const names = (read: typeof one) => [...read.rows, ...read.copies].map(({ occurrence }) => occurrence);
    expect(names(two)).toEqual(names(one));
    expect(new Set(names(one)).size).toBe(2);
    const post = { id: "abc", subreddit: "s", author: "ann", created_utc: 1_700_000_000, title: "It never syncs my notes", selftext: "" };
    const [before, after] = [await readFile(JSON.stringify(post)), await readFile(JSON.stringify({ ...post, author: "[deleted]" }))];
    expect(names(after)).toEqual(names(before));
  });
});
