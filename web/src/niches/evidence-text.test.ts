import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Evidence } from "../../../contracts/services/niche-analysis.ts";
import { EvidenceText } from "./evidence-text.tsx";

const hostile = `<img src=x onerror="alert(1)"><script>alert(2)</script></blockquote>`;
const row: Evidence = {
  id: "evd_1",
  text: `${hostile} and it broke`,
  source: hostile,
  row: 1,
  provenance: "prv_1",
  language: "en",
  attributes: { plan: [hostile] },
};

test("a text from evidence, its source and its attributes are shown as text, whatever stands in them", () => {
  const quote = { evidenceId: "evd_1", start: 0, end: hostile.length, text: hostile };
  for (const quotes of [[], [quote]]) {
    const page = renderToStaticMarkup(createElement(EvidenceText, { row, quotes }));
    expect(page).not.toMatch(/<(img|script)|<\/blockquote>.*<\/blockquote>/);
    expect(page.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;&lt;script&gt;/g)).toHaveLength(3);
  }
});
