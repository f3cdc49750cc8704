import { expect, test } from "vitest";
import { readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const comment = {
  id: "k2x9a1",
  author: "ann_b",
  body: "> does it sync?\n\nIt &gt; 5 minutes to sync, see [this](https://example.org)",
  created_utc: 1_696_118_400,
  link_id: "t3_16wz0a",
  parent_id: "t3_16wz0a",
  score: -3,
  subreddit: "smallbusiness",
};
const submission = {
  id: "16wz0a",
  author: "bob",
  title: "Invoices are lost",
  selftext: "Every month one of my invoices disappears.",
  created_utc: "1696204800",
  num_comments: 4,
  score: 12,
  permalink: "/r/smallbusiness/comments/16wz0a/",
  subreddit: "smallbusiness",
};
const ndjson = (...records: object[]) => records.map((record) => JSON.stringify(record)).join("\n");

test("reads comments and submissions with what makes them evidence; votes are no rating", async () => {
  const { rows, report } = await readFile(ndjson(comment, submission), { fileName: "RC_2023-10.ndjson" });
  expect(report).toMatchObject({ format: "jsonl", recognised: "reddit", read: 2, kept: 2 });
  expect(rows).toMatchObject([
    { text: "It > 5 minutes to sync, see this", date: "2023-10-01T00:00:00.000Z", provenance: sha256("reddit\nt1_k2x9a1") },
    {
      text: "Invoices are lost. Every month one of my invoices disappears.",
      date: "2023-10-02T00:00:00.000Z",
      provenance: sha256("reddit\nt3_16wz0a"),
    },
  ]);
  expect(rows.every(({ author, rating }) => /^[0-9a-f]{16}$/.test(author ?? "") && rating === undefined)).toBe(true);
});

test("what was deleted or removed is never evidence, nor is its title", async () => {
  const { rows, report } = await readFile(
    ndjson(
      { ...comment, body: "[deleted]", author: "[deleted]" },
      { ...comment, id: "b", body: "[removed]" },
      { ...submission, selftext: "[removed]" },
      { ...submission, selftext: "[ Removed by Reddit ]" },
      { ...submission, selftext: "", removed_by_category: "moderator" },
      { ...submission, title: "[ Removed by moderator of r/x ]" },
      { ...comment, id: "c", body: "The words stay, only their author left", author: "[deleted]" },
    ),
  );
  expect(report.droppedBy).toEqual({ deleted: 6 });
  expect(rows).toMatchObject([{ text: "The words stay, only their author left", row: 7 }]);
  expect(rows[0]).not.toHaveProperty("author");
});

test("a post without text speaks by its title; wrong types are no text", async () => {
  const { rows, report } = await readFile(
    ndjson(
      { ...submission, selftext: "" },
      { ...comment, body: 5 },
      { ...comment, body: { a: "text that hides in here" }, created_utc: "soon", author: 7 },
      { ...comment, body: null },
    ),
  );
  expect(rows.map(({ text }) => text)).toEqual(["Invoices are lost"]);
  expect(report.droppedBy).toEqual({ "too-short": 1, empty: 2 });
});

test("reads a listing of the API, and a file cut off in the middle as far as it goes", async () => {
  const listing = {
    kind: "Listing",
    data: {
      after: null,
      children: [
        { kind: "t1", data: comment },
        { kind: "t3", data: submission },
      ],
    },
  };
  expect((await readFile(JSON.stringify(listing, undefined, 2))).report).toMatchObject({ format: "json", recognised: "reddit", kept: 2 });
  const cut = await readFile(ndjson(submission, comment).slice(0, -20), { size: 13 });
  expect(cut.report).toMatchObject({ recognised: "reddit", read: 2, kept: 1, droppedBy: { "not-parseable": 1 } });
});

test("the same posts in a file of another name have the same ids and provenance", async () => {
  const [first, second] = await Promise.all(["a", "b"].map((fileName) => readFile(ndjson(comment, submission), { fileName })));
  const known = (reading: typeof first) => reading?.rows.map(({ id, provenance }) => [id, provenance]);
  expect(known(first)).toEqual(known(second));
});

test("columns that the caller names are read instead", async () => {
  const { rows, report } = await readFile(ndjson(comment, submission), { mapping: { text: "subreddit", rating: "score" } });
  expect(report.recognised).toBeUndefined();
  expect(report.columns.used).toMatchObject({ text: "subreddit", rating: "score" });
  expect(rows).toEqual([]);
});
