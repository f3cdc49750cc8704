import { describe, expect, it } from "vitest";
import { heading, list, paragraph, quote, table, toHtml, toMarkdown, type Block } from "./document.ts";

/** What a reviewer may have typed: markup of both kinds, a table's bar, and line breaks that would begin a new block. */
const hostile = '<img src=x onerror="alert(1)"> & [win](javascript:alert(1)) `code` **now** _a_ | b \\\n\n# Buy\n> me';
const everywhere: Block[] = [
  heading(2, hostile),
  paragraph(hostile),
  list([hostile]),
  quote(hostile, hostile),
  table([hostile], [[hostile]]),
];

describe("a report in Markdown", () => {
  it("has the form of its blocks", () => {
    const blocks = [heading(3, "Themes"), paragraph("Three."), list(["a", "b"]), quote("“So.”", "evd_1"), table(["x", "y"], [["1", "2"]])];
    expect(toMarkdown(blocks).split("\n")).toEqual([
      "### Themes",
      "",
      "Three.",
      "",
      "- a",
      "- b",
      "",
      "> “So.” (evd\\_1)",
      "",
      "| x | y |",
      "| --- | --- |",
      "| 1 | 2 |",
      "",
    ]);
  });

  it("keeps every text on its line: evidence begins no block of its own", () => {
    // Heading, paragraph, list, quote, three lines of the table; blank lines between them and one break at the end.
    const lines = toMarkdown(everywhere).split("\n");
    expect(lines.filter((line) => line !== "").length).toBe(7);
    expect(lines.filter((line) => line.startsWith("# Buy"))).toEqual([]);
  });

  it("escapes each character that would be markup, in every kind of block", () => {
    const escaped = toMarkdown(everywhere)
      .split("\n")
      .filter((line) => line.includes("img"));
    expect(escaped).toHaveLength(6);
    for (const line of escaped) {
      // Without its own prefix and without escaped pairs, nothing is left that Markdown could act on.
      const bare = line.replace(/^(## |- |> |\| )/, "").replaceAll(/\\[\\`*_[\]<>#|]/g, "");
      expect(bare).not.toMatch(/[\\`*_[\]<>#]/);
    }
  });

  it("splits no cell at a bar in its text", () => {
    const row = toMarkdown([table(["a"], [["left | right \\| end"]])]).split("\n")[2] ?? "";
    expect(row).toBe("| left \\| right \\\\\\| end |");
  });
});

describe("a report in HTML", () => {
  it("has the form of its blocks", () => {
    const html = toHtml([heading(1, "T"), paragraph("P"), list(["a"]), quote("Q", "evd_1"), table(["h"], [["c"]])], "Title");
    expect(html).toContain("<title>Title</title>");
    expect(html.slice(html.indexOf("<body>")).split("\n").slice(1, 6)).toEqual([
      "<h1>T</h1>",
      "<p>P</p>",
      "<ul><li>a</li></ul>",
      "<blockquote>Q <cite>evd_1</cite></blockquote>",
      "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>",
    ]);
  });

  it("lets no text become markup, in any kind of block or in the title", () => {
    const html = toHtml(everywhere, hostile);
    expect(html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt; &amp; /g)).toHaveLength(8);
    expect(html).not.toContain("<img");
    const tags = new Set(html.match(/<\/?[a-z][a-z0-9]*/g)?.map((tag) => tag.replace(/<\/?/, "")));
    expect([...tags].toSorted()).toEqual([
      "blockquote",
      "body",
      "cite",
      "h2",
      "head",
      "html",
      "li",
      "meta",
      "p",
      "style",
      "table",
      "tbody",
      "td",
      "th",
      "thead",
      "title",
      "tr",
      "ul",
    ]);
  });

  it("shows an escaped text as it was typed", () => {
    expect(toHtml([paragraph("&lt;b&gt;")], "t")).toContain("<p>&amp;lt;b&amp;gt;</p>");
  });
});
