import { describe, expect, test } from "vitest";
import { unitsOf } from "../intervals/bootstrap.ts";
import { drawnInWords } from "./drawn-words.ts";
import { writtenOnce, type Occurrence, type OccurrenceSource } from "./occurrences.ts";
import { Voices } from "./voices.ts";

const pause = async () => {};
/** Of each row its occurrences: `author/month/thread`, each part may be empty. */
const source = (...rows: string[][]): OccurrenceSource => ({
  *read(asked): Generator<Occurrence> {
    for (const row of asked)
      for (const one of rows[row] ?? []) {
        const [author, month, thread] = one.split("/").map((part) => (part === "" ? undefined : part));
        yield { row, author, date: month && `2025-${month}-05T00:00:00.000Z`, thread };
      }
  },
});
const voicesOf = (...rows: string[][]) => Voices.of([...rows.keys()], source(...rows), pause);

describe("people who wrote texts", () => {
  test("count in each text once, however often they wrote it; nobodies count each time", async () => {
    const voices = await voicesOf(["ann/01/", "ann/02/", "bob/01/"], ["ann/01/"], ["//", "//", "//"]);
    expect([...voices.people]).toEqual([2, 1, 3]);
    expect(voices.authors).toBe(5);
    expect(voices.copies).toBe(4);
    expect(voices.authorsOf([0, 1])).toBe(2);
    expect(voices.authorsOf([1])).toBe(1);
    expect(voices.authorsOf([0, 2])).toBe(5);
    expect(voices.voicesIn([0, 1])).toBe(3);
    expect(voices.named).toBe(true);
    expect((await voicesOf(["//"], ["//"])).named).toBe(false);
  });

  test("are dated by every month in which they wrote, once a month", async () => {
    const voices = await voicesOf(["ann/01/", "ann/01/", "ann/02/", "bob/02/", "/03/", "/03/", "//"]);
    const dated = voices.dated([0], (row) => `evd_${row}`);
    for (const again of [1, 2]) {
      const dates = Array.from(dated, ({ text, date, author }) => `${text} ${date ?? "-"} ${author ?? "-"}`);
      expect([again, ...dates]).toEqual([
        again,
        ...["2025-01 0", "2025-02 0", "2025-02 1", "2025-03 -", "2025-03 -", "- -"].map((one) => `evd_0 ${one}`),
      ]);
    }
  });
});

describe("what is drawn together", () => {
  test("is a conversation where one is known, else an author, else a text", async () => {
    const { units, drawn } = (await voicesOf(["ann//t1"], ["bob//t1"], ["ann//"], ["ann//"], ["//"], ["//"], ["//t2"])).units();
    expect(units).toEqual([[0, 1], [2, 3], [4], [5], [6]]);
    expect(drawn).toEqual({ threads: 2, authors: 1, texts: 2 });
    expect(drawnInWords(drawn)).toBe("conversations, else authors, else texts");
  });

  test("holds a row once for everybody who wrote it there, each in the first place where they did", async () => {
    const { units } = (await voicesOf(["ann/01/t1", "ann/02/t2", "bob/02/t2", "cid/03/t2"], ["dan//t2"])).units();
    expect(units).toEqual([[0], [0, 0, 1]]);
  });

  test("is what an author wrote, in the order of before, where no text was written twice and no conversation is known", async () => {
    const authors = ["b", undefined, "a", "b", undefined, "a", "c"];
    const facts = authors.map((author, i) => ({ id: `evd_${i}`, author }));
    const voices = await Voices.of([...facts.keys()], writtenOnce(facts), pause);
    expect(voices.units().units).toEqual(unitsOf(authors));
    expect(voices.authors).toBe(unitsOf(authors).length);
    expect(voices.units().drawn).toEqual({ threads: 0, authors: 3, texts: 2 });
  });
});

test("more occurrences than a column holds at first, and more of a text than there are texts, are counted", async () => {
  const many = Array.from({ length: 70_000 }, (_, i) => `a${i}/0${(i % 9) + 1}/`);
  const voices = await voicesOf(many, ["a5/01/"]);
  expect([...voices.people]).toEqual([70_000, 1]);
  expect(voices.authors).toBe(70_000);
  expect(voices.units().units[5]).toEqual([0, 1]);
});
