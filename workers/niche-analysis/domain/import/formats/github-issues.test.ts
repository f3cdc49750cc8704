import { expect, test } from "vitest";
import { readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const issue = {
  url: "https://api.github.com/repos/acme/notes/issues/7",
  html_url: "https://github.com/acme/notes/issues/7",
  number: 7,
  title: "Export loses dates",
  user: { login: "ann", id: 1, type: "User" },
  labels: [{ id: 1, name: "bug", color: "d73a4a" }],
  state: "open",
  comments: 2,
  created_at: "2024-02-03T04:05:06Z",
  body: "<!-- describe the bug -->\r\n### What happens\r\n\r\nThe CSV has no dates.\r\n```\nid,text\n```\r\n",
  reactions: { "+1": 4 },
};
const comment = {
  ...issue,
  html_url: `${issue.html_url}#issuecomment-1`,
  issue_url: issue.url,
  title: undefined,
  body: "> no dates\n\nSame here, since version 2",
};

test("reads a list of the API: issues and comments, no pull requests and no programs", async () => {
  const all = [
    issue,
    comment,
    { ...issue, html_url: "https://github.com/acme/notes/pull/8", pull_request: { url: "x" } },
    { ...comment, html_url: `${issue.html_url}#issuecomment-2`, user: { login: "stale[bot]", type: "Bot" } },
  ];
  const { rows, report } = await readFile(JSON.stringify(all, undefined, 2), { size: 77 });
  expect(report).toMatchObject({ format: "json", recognised: "github-issues", read: 4, droppedBy: { "not-evidence": 2 } });
  expect(rows).toMatchObject([
    {
      text: "Export loses dates. ### What happens The CSV has no dates.",
      date: "2024-02-03T04:05:06.000Z",
      provenance: sha256(`github\n${issue.html_url}`),
    },
    { text: "Same here, since version 2" },
  ]);
});

test("reads an answer of the search and what the command line tool writes", async () => {
  const search = await readFile(JSON.stringify({ total_count: 1, incomplete_results: false, items: [issue] }));
  expect(search.report).toMatchObject({ recognised: "github-issues", kept: 1 });
  const { html_url: url, title, body, created_at: createdAt } = issue;
  const listed = await readFile(
    JSON.stringify([{ author: { id: "x", is_bot: false, login: "ann" }, body, createdAt, number: 7, title, url }]),
  );
  expect(listed.report.recognised).toBe("github-issues");
  const known = ({ rows }: typeof search) => rows.map(({ text, author, date, provenance }) => [text, author, date, provenance]);
  expect(known(listed)).toEqual(known(search));
});

test("reads the comments that the command line tool writes into an issue, each as a row of its own", async () => {
  const { html_url: url, title, body, created_at: createdAt } = issue;
  const one = { id: "IC_1", author: { login: "bob" }, body: "Same here, since version 2", createdAt: "2024-02-04T04:05:06Z" };
  const comments = [
    { ...one, url: `${url}#issuecomment-1` },
    { ...one, author: { login: "cid" }, body: "And the times are missing too" },
    { ...one, body: "Buy cheap watches here", url: `${url}#issuecomment-3`, isMinimized: true },
    "odd",
  ];
  const ofPull = { ...one, url: `${url.replace("issues", "pull")}#issuecomment-9` };
  const pull = {
    author: { login: "dee" },
    title: "Fix it",
    body: "This adds the dates",
    url: url.replace("issues", "pull"),
    createdAt,
    comments: [ofPull],
  };
  const { rows, report } = await readFile(JSON.stringify([{ author: { login: "ann" }, body, createdAt, title, url, comments }, pull]));
  expect(report).toMatchObject({ recognised: "github-issues", read: 6, kept: 3, droppedBy: { "not-evidence": 3 } });
  expect(rows.map(({ text }) => text).slice(1)).toEqual(["Same here, since version 2", "And the times are missing too"]);
  expect(new Set(rows.map(({ thread }) => thread)).size).toBe(1);
  expect(new Set(rows.map(({ author }) => author)).size).toBe(3);
});

test("wrong types are no text and break nothing", async () => {
  const { report } = await readFile(JSON.stringify([issue, { ...issue, body: 7, title: null, user: "ann", created_at: {} }]));
  expect(report).toMatchObject({ read: 2, kept: 1 });
});
