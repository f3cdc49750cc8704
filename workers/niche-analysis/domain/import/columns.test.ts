import { expect, test } from "vitest";
import { detectColumns, parseRating } from "./columns.ts";

const reviews = {
  columns: ["Review ID", "Title", "ReviewText", "userName", "Score", "created_utc"],
  rows: [
    ["r1", "Bad", "It stopped working after two weeks of use", "ann", "1", "1741046400"],
    ["r2", "Good", "I like the sound and the fit of it", "bob", "5", "1741046401"],
  ],
};

test("finds every role by name, whatever the spelling", () => {
  expect(detectColumns(reviews)).toEqual({
    ok: true,
    value: { text: "ReviewText", author: "userName", rating: "Score", date: "created_utc", nativeId: "Review ID" },
  });
});

test("an explicit mapping wins over a better guess", () => {
  const mapped = detectColumns(reviews, { text: "Title" });
  expect(mapped.ok && mapped.value.text).toBe("Title");
});

test("finds the prose where no header says so", () => {
  const sample = {
    columns: ["a", "b", "c"],
    rows: [
      ["1", "the hinge broke on day two", "x"],
      ["2", "cannot export the list at all", "y"],
    ],
  };
  expect(detectColumns(sample)).toEqual({ ok: true, value: { text: "b" } });
});

test("the words in a cell decide between texts, not how many cells are filled", () => {
  const rows = Array.from({ length: 20 }, (_, i) => [`very bad ${i}`, i < 3 ? "it stopped charging in the middle of the second week" : ""]);
  expect(detectColumns({ columns: ["title", "body"], rows })).toMatchObject({ value: { text: "body" } });
  expect(detectColumns({ columns: ["x", "y"], rows })).toMatchObject({ value: { text: "y" } });
});

test("without a telling name a column needs three words a cell to be text, with one only two", () => {
  const of = (column: string, cell: string) => {
    const found = detectColumns({ columns: [column], rows: [[cell], [cell]] });
    return found.ok ? found.value.text : found.error.code;
  };
  expect([of("x", "too slow"), of("x", "far too slow")]).toEqual(["invalid_input", "x"]);
  expect([of("text", "too slow"), of("text", "slow")]).toEqual(["text", "text"]);
});

test("a named column of single words gives way to prose", () => {
  const rows = [["slow", "it stopped charging within a week"]];
  expect(detectColumns({ columns: ["text", "x"], rows })).toMatchObject({ value: { text: "x" } });
});

test("a column called score that holds words is no rating", () => {
  const sample = {
    columns: ["text", "score"],
    rows: [
      ["the hinge broke on day two", "great"],
      ["cannot export at all", "other"],
    ],
  };
  expect(detectColumns(sample)).toEqual({ ok: true, value: { text: "text" } });
});

test("a missing column is refused with the columns that exist", () => {
  const wrong = detectColumns(reviews, { text: "Body" });
  expect(wrong.ok ? "" : wrong.error.detail).toBe(
    'There is no column "Body". The file has the columns "Review ID", "Title", "ReviewText", "userName", "Score", "created_utc".',
  );
  const none = detectColumns({ columns: ["price", "count"], rows: [["3", "4"]] });
  expect(none.ok ? "" : none.error).toMatchObject({ code: "invalid_input", detail: expect.stringContaining('"price", "count"') });
});

test.each([
  ["4", 4],
  ["4,5", 4.5],
  ["3 out of 5", 3],
  ["4 stars", 4],
  ["-1", -1],
  ["good", undefined],
  ["1.2.3", undefined],
])("reads the rating %s", (cell, value) => {
  expect(parseRating(cell)).toBe(value);
});
