import { expect, test } from "vitest";
import { readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const hit = (fields: object) => ({
  _highlightResult: { author: { matchLevel: "none", matchedWords: [], value: "ann" } },
  _tags: ["comment", "author_ann", "story_100"],
  author: "ann",
  created_at: "2023-11-14T22:13:20Z",
  created_at_i: 1_700_000_000,
  objectID: "38263999",
  updated_at: "2024-01-01T00:00:00Z",
  ...fields,
});
const answer = (hits: object[]) => ({
  exhaustive: { nbHits: true },
  hits,
  hitsPerPage: 20,
  nbHits: hits.length,
  page: 0,
  query: "invoices",
});

test("reads an answer of the search: comments without the quotes in them, stories with their text", async () => {
  const { rows, report } = await readFile(
    JSON.stringify(
      answer([
        hit({
          comment_text: "&gt; it&#x27;s fine<p>It isn&#x27;t, <i>really</i>:<pre><code>a &lt; b</code></pre> &lt;div&gt; breaks it",
          story_id: 100,
        }),
        hit({ objectID: "100", title: "Ask HN: Why do invoices get lost?", story_text: "Mine do.", points: 5, num_comments: 2 }),
        hit({ objectID: "101", title: "A headline of a newspaper about it", url: "https://example.org", points: 5 }),
        hit({ objectID: "102", title: "Acme (YC W24) is hiring engineers", _tags: ["job"], url: "https://example.org" }),
      ]),
    ),
  );
  expect(report).toMatchObject({ format: "json", recognised: "hacker-news-search", read: 4, droppedBy: { "not-evidence": 2 } });
  expect(rows).toMatchObject([
    { text: "It isn't, really: <div> breaks it", date: "2023-11-14T22:13:20.000Z", provenance: sha256("hacker-news\n38263999") },
    { text: "Ask HN: Why do invoices get lost? Mine do.", provenance: sha256("hacker-news\n100") },
  ]);
});

const item = {
  by: "norvig",
  id: 2_921_983,
  parent: 2_921_506,
  kids: [2_922_097],
  text: "Aw shucks, guys ... you make me blush",
  time: 1_314_211_127,
  type: "comment",
};

test.each([
  [
    "an array",
    JSON.stringify([
      item,
      { ...item, id: 1, deleted: true },
      { ...item, id: 2, type: "job" },
      { ...item, id: 3, text: "spam of somebody", dead: true },
      null,
    ]),
  ],
  [
    "lines",
    [
      item,
      { id: 1, type: "comment", deleted: true },
      { ...item, id: 2, type: "pollopt" },
      { ...item, id: 3, text: "spam of somebody", dead: true },
      "null",
    ]
      .map((one) => (typeof one === "string" ? one : JSON.stringify(one)))
      .join("\n"),
  ],
])("reads items of the API as %s", async (_, file) => {
  const { rows, report } = await readFile(file);
  expect(report).toMatchObject({
    recognised: "hacker-news-items",
    read: 5,
    droppedBy: { deleted: 2, "not-evidence": 1, "not-parseable": 1 },
  });
  expect(rows).toMatchObject([{ text: item.text, date: "2011-08-24T18:38:47.000Z", provenance: sha256("hacker-news\n2921983") }]);
});

test("the same comment from either source has one provenance", async () => {
  const [search, api] = await Promise.all([
    readFile(JSON.stringify(answer([hit({ objectID: "2921983", comment_text: item.text })]))),
    readFile(JSON.stringify(item, undefined, 2)),
  ]);
  expect(search.rows[0]?.provenance).toBe(api.rows[0]?.provenance);
});
