import { expect, test } from "vitest";
import { faultOf, readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Forum</title><!-- <item><title>no such entry</title></item> --><link>https://forum.acme.com</link>
<item>
  <title>Battery dies &amp; never charges</title>
  <link>https://forum.acme.com/t/1</link><guid isPermaLink="false">post-1</guid>
  <dc:creator><![CDATA[ann]]></dc:creator><pubDate>Mon, 30 Nov 2026 12:00:00 +0100</pubDate>
  <description>Short.</description>
  <content:encoded><![CDATA[<p>It <b>dies</b> after an hour </item> of use.</p><blockquote>what others said</blockquote>]]></content:encoded>
</item>
<item/>
<item><title>Left alone</title><description>&lt;p&gt;Where a &amp;lt; b it breaks down&lt;/p&gt;</description><link>https://forum.acme.com/t/2</link></item>
</channel></rss>`;

const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Log</title>
<entry><title type="text">Case &lt;b&gt; cracks</title><id>urn:1</id><updated>2026-11-30T12:00:00Z</updated><published>2026-11-29T12:00:00Z</published>
<author><name>bob</name><uri>x</uri></author><link rel="self" href="https://a.com/self"/><link href="https://a.com/1?a=1&amp;b=2"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The hinge <em>broke</em> twice</p></div></content></entry>
<entry><title>Second one here</title><id>urn:2</id><summary type="html">&lt;i&gt;Too&lt;/i&gt; loud at night</summary></entry></feed>`;

test.each([7, 1 << 16])("reads the entries of an RSS feed, in pieces of %d bytes", async (size) => {
  const { rows, report } = await readFile(rss, { size });
  expect(report).toMatchObject({ format: "xml", recognised: "feed", read: 2, kept: 2 });
  expect(rows).toMatchObject([
    { text: "Battery dies & never charges. It dies after an hour of use.", date: "2026-11-30T11:00:00.000Z" },
    { text: "Left alone. Where a < b it breaks down" },
  ]);
  expect(rows[0]?.author).toMatch(/^[0-9a-f]{16}$/);
  expect(rows.map(({ provenance }) => provenance)).toEqual([sha256("file\npost-1"), sha256("file\nhttps://forum.acme.com/t/2")]);
});

test("reads the entries of an Atom feed: text as text, markup as markup", async () => {
  const { rows, report } = await readFile(atom);
  expect(report).toMatchObject({ recognised: "feed", read: 2, kept: 2 });
  expect(rows).toMatchObject([
    { text: "Case <b> cracks. The hinge broke twice", date: "2026-11-29T12:00:00.000Z", provenance: sha256("file\nurn:1") },
    { text: "Second one here. Too loud at night" },
  ]);
});

test("expands no entity that a feed declares, and leaves alone what nobody declared", async () => {
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join("\n");
  const bomb = rss.replace("<rss", `<!DOCTYPE rss [<!ENTITY lol0 "lol">\n${lol}]>\n<rss`).replace("Short", "&lol9;");
  expect(await faultOf(bomb)).toMatchObject({ code: "unsupported_media", detail: expect.stringContaining("not expanded") });
  const { rows } = await readFile(rss.replace("Left alone", "Left &lol9; alone"));
  expect(rows[1]?.text).toBe("Left &lol9; alone. Where a < b it breaks down");
});

test("counts an entry that breaks off or is not closed as not readable, and reads the others", async () => {
  const broken = rss.replace("<title>Left alone</title>", "<title>Left alone<b></title>");
  expect((await readFile(broken)).report).toMatchObject({ read: 2, kept: 2 });
  const unclosed = rss.replace("<guid", "<open><guid");
  expect((await readFile(unclosed)).report).toMatchObject({ read: 2, kept: 1, droppedBy: { "not-parseable": 1 } });
  const cut = rss.slice(0, rss.indexOf("Where a"));
  expect((await readFile(cut)).report).toMatchObject({ read: 2, kept: 1, droppedBy: { "not-parseable": 1 } });
});

test.each([
  ["elements that are never closed", `<item>${"<a><b>".repeat(80_000)}</item>`],
  ["comments that are never closed", "<!-- <item> ".repeat(80_000)],
  ["entries within entries", "<item>".repeat(150_000)],
  ["CDATA within CDATA", `<item>${"<![CDATA[".repeat(80_000)}</item>`],
])("reads %s in the time of a blink", async (_, content) => {
  const began = performance.now();
  await readFile(
    `${rss.slice(0, rss.indexOf("<item>"))}${rss.slice(rss.indexOf("<item>"), rss.indexOf("<item/>"))}${content}</channel></rss>`,
  );
  expect(performance.now() - began).toBeLessThan(3_000);
});
