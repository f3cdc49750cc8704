import { expect, test } from "vitest";
import { readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const review = (id: string, title: string, content: string, rating: unknown = "1") => ({
  author: { uri: { label: `https://itunes.apple.com/us/reviews/id${id}` }, name: { label: `user ${id}` }, label: "" },
  updated: { label: "2024-05-02T07:12:13-07:00" },
  "im:rating": { label: rating },
  "im:version": { label: "8.2" },
  id: { label: id },
  title: { label: title },
  content: { label: content, attributes: { type: "text" } },
  link: { attributes: { rel: "related", href: "https://itunes.apple.com/us/review?id=1" } },
  "im:voteSum": { label: "0" },
  "im:voteCount": { label: "0" },
});
const app = {
  "im:name": { label: "Notes" },
  "im:artist": { label: "Acme" },
  id: { label: "https://apps.apple.com/app/id1" },
  title: { label: "Notes - Acme" },
};
const feed = (entry: unknown) =>
  JSON.stringify({
    feed: {
      author: { name: { label: "iTunes Store" } },
      entry,
      updated: { label: "2024-05-02" },
      link: [{ attributes: { rel: "self" } }, { attributes: {} }],
    },
  });

test("reads the reviews of a page with rating, date and author; the app itself is no review", async () => {
  const { rows, report } = await readFile(
    feed([app, review("11", "Bad update", "Sync <3 is gone"), review("12", "Great!", "Love the new icons")]),
  );
  expect(report).toMatchObject({ format: "json", recognised: "app-store-reviews", read: 3, droppedBy: { "not-evidence": 1 } });
  expect(rows).toMatchObject([
    { text: "Bad update. Sync <3 is gone", rating: 1, date: "2024-05-02T14:12:13.000Z", provenance: sha256("app-store\n11"), row: 2 },
    { text: "Great! Love the new icons", rating: 1 },
  ]);
  expect(rows[0]?.author).not.toBe(rows[1]?.author);
});

test("reads a page with one review, which is no list, and pages one after the other", async () => {
  const one = feed(review("11", "Bad", "It never syncs"));
  expect((await readFile(one)).report).toMatchObject({ recognised: "app-store-reviews", kept: 1 });
  const pages = `${one}\n${feed([review("12", "Good", "It always syncs"), review("13", "Odd", "It syncs at night")])}`;
  expect((await readFile(pages, { size: 50 })).report).toMatchObject({ read: 3, kept: 3 });
});

test("reads the same feed as XML: rating and version, and the text that is no markup", async () => {
  const entry = (id: string, rating: number) =>
    `<entry><updated>2024-05-02T07:12:13-07:00</updated><id>${id}</id><title>Bad update ${id}</title><content type="text">Sync &lt;3 is gone</content>` +
    `<im:contentType term="Application" label="Application"/><im:rating>${rating}</im:rating><im:version>3.${rating}</im:version>` +
    `<author><name>user ${id}</name><uri>https://itunes.apple.com/1</uri></author><content type="html">&lt;b&gt;markup&lt;/b&gt;</content></entry>`;
  const { rows, report } = await readFile(
    `<?xml version="1.0" encoding="utf-8"?><feed xmlns:im="http://itunes.apple.com/rss"><id>x</id>${entry("11", 1)}${entry("12", 4)}</feed>`,
    { size: 33 },
  );
  expect(report).toMatchObject({ format: "xml", recognised: "app-store-reviews", read: 2, kept: 2 });
  expect(rows).toMatchObject([
    {
      text: "Bad update 11. Sync <3 is gone",
      rating: 1,
      date: "2024-05-02T14:12:13.000Z",
      provenance: sha256("app-store\n11"),
      attributes: { version: ["3.1"] },
    },
    { text: "Bad update 12. Sync <3 is gone", rating: 4 },
  ]);
  expect(rows[0]?.author).not.toBe(rows[1]?.author);
});

test("wrong types and missing parts leave fields out and break nothing", async () => {
  const odd = { ...review("14", "Odd", "It syncs at night", ["five"]), author: null, updated: 5, id: undefined };
  const { rows } = await readFile(feed([odd, { ...odd, content: "no label" }]));
  expect(rows).toMatchObject([{ text: "Odd. It syncs at night" }]);
  expect(rows[0]).not.toHaveProperty("rating");
  expect(rows[0]).not.toHaveProperty("author");
});
