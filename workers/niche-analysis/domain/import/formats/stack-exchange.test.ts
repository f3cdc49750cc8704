import { expect, test } from "vitest";
import { faultOf, readFile } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const posts = `\ufeff<?xml version="1.0" encoding="utf-8"?>
<posts>
  <row Id="1" PostTypeId="1" AcceptedAnswerId="3" CreationDate="2015-01-27T20:09:32.720" Score="25" ViewCount="1516" Body="&lt;p&gt;My printer won't level at 5 &amp;lt; 10&amp;nbsp;mm.&lt;/p&gt;&#xA;&lt;pre&gt;&lt;code&gt;G29&lt;/code&gt;&lt;/pre&gt;&#xA;" OwnerUserId="16" Title="Bed does not level" Tags="&lt;bed&gt;" AnswerCount="3" CommentCount="0" />
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2015-01-28T20:09:32.720" Score="-1" Body="&lt;blockquote&gt;&lt;p&gt;won't level&lt;/p&gt;&lt;/blockquote&gt;&lt;p&gt;Use a sheet of glass, it's flat&lt;/p&gt;" OwnerDisplayName="user17" />
  <row Id="5" PostTypeId="5" CreationDate="2015-01-29T20:09:32.720" Score="0" Body="Filament is what printers are fed with" />
</posts>
`;
const comments = `<?xml version="1.0" encoding="utf-8"?>
<comments>
  <row Id="9" PostId="1" Score="2" Text="Same &lt;here&gt;, with the [new plate](http://example.org)" CreationDate="2015-02-01T00:00:00.000" UserId="16" ContentLicense="CC BY-SA 3.0" />
</comments>
`;

test("reads the posts of a dump: questions with their titles, answers without what they quote, no tag pages", async () => {
  const { rows, report } = await readFile(posts, { fileName: "Posts.xml", size: 11 });
  expect(report).toMatchObject({ format: "xml", recognised: "stack-exchange", read: 3, kept: 2, droppedBy: { "not-evidence": 1 } });
  expect(rows).toMatchObject([
    {
      text: "Bed does not level. My printer won't level at 5 < 10 mm.",
      date: "2015-01-27T20:09:32.000Z",
      provenance: sha256("Posts.xml\npost 1"),
      row: 1,
    },
    { text: "Use a sheet of glass, it's flat", row: 2 },
  ]);
});

test("reads comments, and knows that a person wrote both", async () => {
  const [asked, said] = await Promise.all([readFile(posts), readFile(comments)]);
  expect(said.report).toMatchObject({ format: "xml", recognised: "stack-exchange", kept: 1 });
  expect(said.rows).toMatchObject([{ text: "Same <here>, with the new plate", date: "2015-02-01T00:00:00.000Z" }]);
  expect(said.rows[0]?.author).toBe(asked.rows[0]?.author);
});

test("a file cut off in a row keeps the rows before it and counts the cut", async () => {
  const { report } = await readFile(posts.slice(0, posts.indexOf("OwnerDisplayName")));
  expect(report).toMatchObject({ read: 2, kept: 1, droppedBy: { "not-parseable": 1 } });
});

test("a row with a quote missing costs itself alone", async () => {
  const { report } = await readFile(posts.replace('Score="-1"', 'Score="-1'));
  expect(report).toMatchObject({ read: 3, kept: 1, droppedBy: { "not-parseable": 1, "not-evidence": 1 } });
});

test("refuses declared entities at once, and never expands one", async () => {
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join("\n");
  const bomb = `<?xml version="1.0"?>\n<!DOCTYPE posts [<!ENTITY lol0 "lol">\n${lol}]>\n${posts.slice(posts.indexOf("<posts>")).replace("My printer", "&lol9;")}`;
  expect(await faultOf(bomb)).toMatchObject({ code: "unsupported_media", detail: expect.stringContaining("not expanded") });
  const external = bomb.replace(/<!DOCTYPE[^]*\]>/, '<!DOCTYPE posts SYSTEM "file:///etc/passwd">');
  expect(await faultOf(external)).toMatchObject({ code: "unsupported_media" });
  // Without a declaration the name stays what it is.
  const { rows } = await readFile(posts.replace("My printer", "My &lol9; printer"));
  expect(rows[0]?.text).toContain("My &lol9; printer");
});

test.each([
  ["<?xml version='1.0'?><votes><row Id='1' /></votes>", "Posts.xml and Comments.xml"],
  ["<?xml version='1.0'?><opml><body/></opml>", "<opml>"],
  ["<!doctype html><html><body>Hello, this is a page</body></html>", "web page"],
])("says what %j is instead", async (file, detail) => {
  expect(await faultOf(file)).toMatchObject({ code: "unsupported_media", detail: expect.stringContaining(detail) });
});
