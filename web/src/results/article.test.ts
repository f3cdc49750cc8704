import { expect, test } from "vitest";
import { articleNodes, noteNumbers, type SourceNode } from "./article.ts";

/** What a browser makes of a bit of HTML, as far as the reader looks at it. */
function element(nodeName: string, attributes: Record<string, string>, ...childNodes: SourceNode[]): SourceNode {
  return {
    nodeName,
    childNodes,
    textContent: childNodes.map((child) => child.textContent ?? "").join(""),
    getAttribute: (name) => attributes[name] ?? null,
  };
}
const text = (textContent: string): SourceNode => ({ nodeName: "#text", textContent, childNodes: [] });
const claim = (words: string, evidence: string) => element("SPAN", { class: "claim", "data-evidence": evidence }, text(words));

test("keeps headings, paragraphs and claims with their evidence", () => {
  const nodes = articleNodes([
    element("ARTICLE", {}, element("H1", {}, claim("It broke.", "evd_a evd_b")), element("P", {}, text("Plain."))),
  ]);
  expect(nodes).toEqual([
    { kind: "element", tag: "h1", children: [{ kind: "claim", text: "It broke.", evidenceIds: ["evd_a", "evd_b"] }] },
    { kind: "element", tag: "p", children: [{ kind: "text", text: "Plain." }] },
  ]);
});

test("lets no unknown element, attribute or script through, only words", () => {
  const nodes = articleNodes([
    element("P", { onclick: "steal()" }, element("A", { href: "javascript:steal()" }, text("Click"))),
    element("IMG", { src: "x", onerror: "steal()" }),
    element("SCRIPT", {}, text("steal()")),
    element("STYLE", {}, text("* { display: none }")),
    element("IFRAME", { src: "https://evil.example" }, text("frame")),
  ]);
  expect(nodes).toEqual([
    { kind: "element", tag: "p", children: [{ kind: "text", text: "Click" }] },
    { kind: "text", text: "frame" },
  ]);
});

test("leaves the numbered notes out and numbers claims by their evidence instead", () => {
  const nodes = articleNodes([
    element("P", {}, claim("One.", "evd_a"), element("SUP", {}, text("1")), claim("Two.", "evd_b"), claim("Again one.", "evd_a")),
    element("OL", { class: "evidence" }, element("LI", {}, text("evd_a"))),
  ]);
  expect(nodes).toHaveLength(1);
  expect([...noteNumbers(nodes)]).toEqual([
    ["evd_a", 1],
    ["evd_b", 2],
  ]);
});
