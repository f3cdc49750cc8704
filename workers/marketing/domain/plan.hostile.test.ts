import * as fc from "fast-check";
import { expect, test } from "vitest";
import { planRequestSchema, planSchema } from "../../../contracts/services/marketing.ts";
import { createPlan, isPublishable } from "./plan.ts";

const nasty = fc.constantFrom(
  "<script>",
  "</p>",
  "{{ x }}",
  "{% raw %}",
  "${1}",
  '" onload="',
  "](javascript:1)",
  "`",
  "$&",
  "\u202E",
  "\\",
  "“",
  "”",
  "(?:",
  "100 %",
  "best",
  "[^1]",
  "|",
  "\n\n# ",
);
const words = fc.oneof(nasty, fc.string({ unit: "grapheme", maxLength: 12 }), fc.lorem({ maxCount: 6 }));
/** Nothing of this is left once invisible characters are gone. */
const invisible = fc.constant("\u200B\u202E");
const line = (most: number) => fc.array(words, { minLength: 1, maxLength: 6 }).map((parts) => `x${parts.join(" ")}`.slice(0, most));

const theme = fc.record({
  id: line(200),
  label: line(200),
  keywords: fc.array(line(80), { maxLength: 3 }),
  share: fc.option(fc.record({ count: fc.nat(50), of: fc.integer({ min: 50, max: 500 }) }), { nil: undefined }),
  complaint: fc.option(fc.record({ count: fc.nat(20), of: fc.integer({ min: 20, max: 90 }) }), { nil: undefined }),
  quotes: fc.array(fc.record({ evidenceId: line(200), text: fc.oneof({ arbitrary: line(500), weight: 5 }, invisible) }), {
    minLength: 1,
    maxLength: 4,
  }),
});
const requests = fc.record({
  commandId: fc.constant("c"),
  niche: fc.record({ id: line(200), name: line(200), themes: fc.array(theme, { minLength: 1, maxLength: 4 }) }),
  audience: fc.record({ description: line(200) }),
  goals: fc.constant(["sales" as const]),
  budget: fc.constant({ minor: 12_345, currency: "USD" as const }),
  productName: fc.option(line(80), { nil: undefined }),
});

test("whatever people write, a plan is made, its HTML holds only our tags, and it is publishable only without gaps", () => {
  fc.assert(
    fc.property(requests, (request) => {
      const plan = createPlan(planRequestSchema.parse(request), { id: "mkt_1", now: 0, createdBy: "usr_1" });
      expect(planSchema.safeParse(plan).success).toBe(true);
      for (const { html, markdown, sentences, unproven, publishable } of plan.content) {
        const tags = html.match(
          /<\/?(?:article|h1|h2|p|a|ul|ol|li|span|sup|blockquote)(?: (?:data-kind|data-evidence|class|href|id)="[^"<>]*")*>/g,
        );
        expect(tags?.length).toBe(html.match(/</g)?.length);
        expect(markdown).not.toMatch(/\{\{|\{%|(?<!\\)</);
        expect(publishable).toBe(unproven.length === 0);
        expect(sentences.filter(({ claim, evidenceIds }) => claim && evidenceIds.length === 0)).toEqual([]);
      }
      expect(isPublishable(plan)).toBe(plan.content.every(({ unproven }) => unproven.length === 0));
    }),
    { numRuns: 150 },
  );
});
