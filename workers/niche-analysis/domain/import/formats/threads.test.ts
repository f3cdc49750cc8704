import { expect, test } from "vitest";
import { readFile } from "../../testing/reading.ts";

const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join("\n");
/** Threads of the rows in their order, by letters in the order in which they are met; `-` where there is none. */
async function threadsIn(file: string): Promise<string> {
  const { rows } = await readFile(file);
  const met: (string | undefined)[] = [];
  return rows
    .map(({ thread }) => {
      if (thread === undefined) return "-";
      expect(thread).toMatch(/^[0-9a-f]{16}$/);
      if (!met.includes(thread)) met.push(thread);
      return "abcdef"[met.indexOf(thread)];
    })
    .join("");
}

test("posts and comments of Reddit belong to their submission", async () => {
  const about = { subreddit: "s", author: "ann", created_utc: 1_700_000_000 };
  expect(
    await threadsIn(
      lines(
        { ...about, id: "p1", title: "It never syncs my notes", selftext: "" },
        { ...about, id: "c1", body: "Mine does not sync", link_id: "t3_p1", parent_id: "t3_p1" },
        { ...about, id: "c2", body: "I moved to something else", link_id: "t3_p1", parent_id: "t1_c1" },
        { ...about, id: "c3", body: "The export fails here", link_id: "t3_p2", parent_id: "t3_p2" },
      ),
    ),
  ).toBe("aaab");
});

test("stories and comments of Hacker News belong to their story, as far as the file says which it is", async () => {
  const hit = { author: "ann", created_at_i: 1_700_000_000 };
  expect(
    await threadsIn(
      JSON.stringify({
        hits: [
          { ...hit, objectID: "1", title: "Ask HN: why is sync so hard", story_text: "It is for me", _tags: ["story"] },
          { ...hit, objectID: "2", comment_text: "Because of conflicts, I think", story_id: 1, parent_id: 1 },
          { ...hit, objectID: "3", comment_text: "I only use one device", story_id: 7, parent_id: 9 },
        ],
      }),
    ),
  ).toBe("aab");
  expect(
    await threadsIn(
      lines(
        { id: 1, type: "story", by: "ann", time: 1_700_000_000, title: "Ask HN: why is sync so hard", text: "It is for me" },
        { id: 2, type: "comment", by: "bob", time: 1_700_000_000, parent: 1, text: "Because of conflicts, I think" },
        { id: 3, type: "comment", by: "cid", time: 1_700_000_000, parent: 2, text: "I only use one device" },
      ),
    ),
  ).toBe("aab");
});

test("questions and answers of Stack Exchange belong to the question, comments to their post", async () => {
  const post = (id: number, kind: number, parent: string, body: string) =>
    `<row Id="${id}" PostTypeId="${kind}"${parent} CreationDate="2024-01-01T00:00:00" Body="${body}" />`;
  expect(
    await threadsIn(
      `<posts>${post(1, 1, "", "Why does it not sync")}${post(2, 2, ' ParentId="1"', "Check the clock first")}${post(3, 1, "", "How to export all of it")}</posts>`,
    ),
  ).toBe("aab");
  const { rows: posts } = await readFile(`<posts>${post(1, 1, "", "Why does it not sync")}</posts>`, { fileName: "Posts.xml" });
  const { rows: comments } = await readFile(
    '<comments><row Id="1" PostId="1" Text="The nozzle clogs each week" CreationDate="2024-01-01T00:00:00" /></comments>',
    { fileName: "Comments.xml" },
  );
  expect(comments[0]?.thread).toBe(posts[0]?.thread);
});

test("comments of GitHub belong to their issue", async () => {
  const url = "https://github.com/o/r/issues/";
  const about = { user: { login: "ann" }, created_at: "2024-01-01T00:00:00Z" };
  expect(
    await threadsIn(
      JSON.stringify([
        { ...about, html_url: `${url}1`, title: "Sync fails", body: "It never syncs my notes" },
        { ...about, html_url: `${url}1#issuecomment-9`, issue_url: "x", body: "The same happens here" },
        { ...about, html_url: `${url}2`, title: "Export fails", body: "It stops half way" },
      ]),
    ),
  ).toBe("aab");
});

test("mails belong to the one that began the conversation, named by the answers to it", async () => {
  const mail = (id: string, text: string, ...fields: string[]) =>
    ["From a@b.org Mon Mar  4 10:11:12 2024", `Message-ID: <${id}@x>`, "From: ann@x.org", ...fields, "", text, "", ""].join("\n");
  expect(
    await threadsIn(
      [
        mail("1", "It never syncs my notes"),
        mail("2", "Which version do you use", "In-Reply-To: <1@x>"),
        mail("3", "The one from last week", "In-Reply-To: <2@x>", "References: <1@x>\n <2@x>"),
        mail("4", "The export stops half way"),
      ].join(""),
    ),
  ).toBe("aaab");
});

test("reviews belong to none, and a column that is named says so of any file", async () => {
  expect(await threadsIn('review,author\n"It never syncs my notes",ann\n')).toBe("-");
  expect(
    await threadsIn('review,author,thread id\n"It never syncs my notes",ann,5\n"Nor does it export",bob,5\n"I have moved on now",cid,6\n'),
  ).toBe("aab");
});

test("threads are other ones in the next organisation", async () => {
  const file = 'review,thread\n"It never syncs my notes",5\n';
  const [one, two] = [await readFile(file, { authorSalt: "one" }), await readFile(file, { authorSalt: "two" })];
  expect(one.rows[0]?.thread).not.toBe(two.rows[0]?.thread);
});
