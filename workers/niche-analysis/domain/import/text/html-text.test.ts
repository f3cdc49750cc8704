import { expect, test } from "vitest";
import { decodeEntities, htmlText } from "./html-text.ts";

const words = (html: string) => htmlText(html).replaceAll(/\s+/g, " ").trim();

test("keeps what the author says and leaves code, quotes of others and comments out", () => {
  expect(
    words(
      "<p>It <b>never</b> syn<i>c</i>s.</p><!-- a note --><pre><code>rm -rf &lt;dir&gt;</code></pre>" +
        "<blockquote><p>It works <blockquote>here</blockquote> for me</p></blockquote><p>Why?</p><script>alert(1)</script>",
    ),
  ).toBe("It never syncs. Why?");
});

test("decodes named and numeric entities once", () => {
  expect(decodeEntities("5 &lt; 6 &amp;lt; caf&eacute; &#x27;so&#39; &hellip; &#8364;")).toBe("5 < 6 &lt; café 'so' … €");
  expect(decodeEntities("&#xD800; &#x110000; &lol9; &nosuch;")).toBe("\ufffd \ufffd &lol9; &nosuch;");
});

test("a tag that is spelt out in a text stays in it", () => {
  expect(words("<p>The &lt;div&gt; is too wide</p>")).toBe("The <div> is too wide");
});

test("what is left open stays, and takes no time", () => {
  expect(words("<p>Before <pre>and <!-- after")).toBe("Before and <!-- after");
  const begun = performance.now();
  for (const piece of ["<!--", "<pre>", "<blockquote>", "<a ", "&#"]) htmlText(piece.repeat(200_000));
  expect(performance.now() - begun).toBeLessThan(5_000);
});
