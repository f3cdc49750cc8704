import { expect, test } from "vitest";
import { planRequestSchema, type PlanRequest } from "../../../../contracts/services/marketing.ts";
import { buildNote } from "./build-note.ts";
import { communityQuestion } from "./community-question.ts";
import { finish } from "./finish.ts";
import { landingPage } from "./landing-page.ts";
import { storyOf } from "./story.ts";
import { whatPeopleSay } from "./what-people-say.ts";

const coffee: PlanRequest = {
  commandId: "c1",
  niche: {
    id: "nch_coffee",
    name: "specialty coffee",
    themes: [
      {
        id: "t1",
        label: "cups, weak, water",
        keywords: ["weak coffee"],
        need: "bug",
        share: { count: 31, of: 120 },
        complaint: { count: 22, of: 34 },
        quotes: [
          { evidenceId: "e1", text: "I bought this for my wife. It tastes like brown water, every single time. Would not buy again." },
          { evidenceId: "e2", text: "The cups leak and I clean the machine twice a day. I paid $24.99 for that." },
        ],
      },
      {
        id: "t2",
        label: "stale beans",
        share: { count: 18, of: 120 },
        quotes: [{ evidenceId: "e3", text: "My beans arrived stale and nobody answered." }],
      },
      { id: "t3", label: "shipping price", quotes: [{ evidenceId: "e4", text: "Shipping cost more than the coffee did." }] },
    ],
  },
  audience: { description: "people who drink coffee at home" },
  goals: ["lead-generation"],
  budget: { minor: 50_000, currency: "USD" },
  productName: "Larder",
  price: { id: "prc_1", amount: { minor: 1900, currency: "USD" } },
};

function textsOf(request: PlanRequest) {
  const story = storyOf(planRequestSchema.parse(request));
  return [landingPage(story, story.headlines[0]), communityQuestion(story), whatPeopleSay(story), buildNote(story)].map((draft) =>
    finish(draft, story),
  );
}

/** Of a niche with this id, whose themes' ids begin with `themes`. */
function markdownOf(id: string, themes: string): string[] {
  const own = coffee.niche.themes.map((theme) => ({ ...theme, id: `${themes}-${theme.id}` }));
  return textsOf({ ...coffee, niche: { ...coffee.niche, id, themes: own } }).map(({ markdown }) => markdown);
}

test("a landing page leads with somebody's own words and says how many say so", () => {
  const [page] = textsOf(coffee);
  expect(page?.title).toBe("“The cups leak and I clean the machine twice a day.”");
  expect(page?.slug).toBe("the-cups-leak-and-i-clean-the-machine-twice-a-day");
  expect(page?.markdown).toContain("120 people");
  expect(page?.markdown).toContain("> “I bought this for my wife. It tastes like brown water, every single time. Would not buy again.”");
  expect(page?.markdown).toContain("$19 a month");
  expect(page?.publishable).toBe(true);
});

test("each text shows its fixed number of subjects, the most important ones", () => {
  const more = ["grinder noise", "descaling", "paper filters"].map((label, index) => ({
    id: `t${index + 4}`,
    label,
    quotes: [{ evidenceId: `e${index + 5}`, text: `The ${label} is a nuisance.` }],
  }));
  const texts = textsOf({ ...coffee, niche: { ...coffee.niche, themes: [...coffee.niche.themes, ...more] } });
  // Subjects by the evidence that only they have: the first has two quotes, and six subjects could be shown.
  const own = ["e1", "e3", "e4", "e5", "e6", "e7"];
  const shown = texts.map(({ sentences }) => {
    const named = new Set(sentences.flatMap(({ evidenceIds }) => evidenceIds));
    return own.filter((id) => named.has(id));
  });
  const [page, , people, note] = shown;
  expect([page, people, note]).toEqual([own.slice(0, 3), own.slice(0, 4), own.slice(0, 2)]);
});

test("a theme whose label only lists words is spoken of through the quote above it", () => {
  const [page] = textsOf(coffee);
  const opening = page?.sentences[1]?.text ?? "";
  expect(opening).toMatch(/something (like it|along these lines)\.$/);
  expect(opening).not.toContain("cups");
  const note = textsOf(coffee)[3]
    ?.sentences.map(({ text }) => text)
    .join(" ");
  expect(note).toContain("cups, weak or water");
});

test("complaints are counted where they are known, and one is not made a number of", () => {
  const [theme, ...others] = coffee.niche.themes;
  const saying = (count: number) => {
    const themes = theme ? [{ ...theme, complaint: { count, of: 34 } }, ...others] : others;
    return textsOf({ ...coffee, niche: { ...coffee.niche, themes } }).map(({ markdown }) => markdown.includes("34 texts"));
  };
  expect(saying(22)).toEqual([true, true, true, false]);
  expect(saying(1)).toEqual([false, false, false, false]);
});

test("a share is shown with an interval that is never narrower than it is", () => {
  // Wilson 95 % of 31 in 120: 0.1885 to 0.3432.
  expect(textsOf(coffee)[0]?.markdown).toContain("between 18 % and 35 %");
});

test("no quote stands twice on a page, not even inside another", () => {
  const reversed = { ...coffee, niche: { ...coffee.niche, themes: coffee.niche.themes.toReversed() } };
  for (const { sentences } of [...textsOf(coffee), ...textsOf(reversed)]) {
    const quotes = sentences.map(({ text }) => text).filter((text) => text.startsWith("“") && text.endsWith("”"));
    const repeated = quotes.filter((quote, i) => quotes.some((other, j) => j < i && other.includes(quote.slice(1, -1))));
    expect(repeated).toEqual([]);
  }
});

test("every claim of every text names evidence of the niche, and no sentence of ours needs proof", () => {
  const known = ["e1", "e2", "e3", "e4", "prc_1"];
  for (const { sentences, unproven } of textsOf(coffee)) {
    expect(unproven).toEqual([]);
    const claims = sentences.filter(({ claim }) => claim);
    expect(claims.length).toBeGreaterThan(2);
    for (const { evidenceIds } of claims) {
      expect(evidenceIds.length).toBeGreaterThan(0);
      expect(evidenceIds.filter((id) => !known.includes(id))).toEqual([]);
    }
    // Digits stand in claims only.
    expect(sentences.filter(({ claim, text }) => !claim && /\d/.test(text))).toEqual([]);
  }
});

test("no wording of any text is held for a boast or a number of ours, whatever the niche chooses", () => {
  const needs = ["bug", "feature-request", "how-to", "alternative-seeking", "willingness-to-pay", "workaround", undefined] as const;
  for (let i = 0; i < 60; i++) {
    const themes = coffee.niche.themes.map((theme, place) => ({ ...theme, id: `t${place}-${i}`, need: needs[(i + place) % needs.length] }));
    const texts = textsOf({ ...coffee, niche: { ...coffee.niche, themes } });
    expect(texts.flatMap(({ unproven }) => unproven)).toEqual([]);
  }
});

test("the same evidence gives the same bytes under any id, another niche other wording", () => {
  expect(markdownOf("nch_a", "x")).toEqual(markdownOf("nch_b", "x"));
  const wordings = new Set(["a", "b", "c", "d", "e"].map((themes) => markdownOf("nch_a", themes)[0]));
  expect(wordings.size).toBe(5);
});

test("HTML carries the evidence of each claim, Markdown its footnote", () => {
  const [page] = textsOf(coffee);
  expect(page?.html).toContain('<blockquote><p><span class="claim" data-evidence="e2">“The cups leak');
  const notes = [...(page?.html.matchAll(/href="#([^"]+-\d+)"/g) ?? [])].map(([, id]) => id);
  expect(notes.length).toBeGreaterThan(5);
  for (const id of notes) expect(page?.html).toContain(`<li id="${id}">`);
  const marks = [...(page?.markdown.matchAll(/\[\^(\d+)\](?!:)/g) ?? [])].map(([, mark]) => mark);
  for (const mark of marks) expect(page?.markdown).toMatch(new RegExp(String.raw`^\[\^${mark}\]: \S`, "m"));
});

test("hostile evidence and names come out as inert text", () => {
  const attack = `<script>alert("x")</script> {{ 7 | times: 191 }} {% assign x = 1 %} <img src=x onerror=alert(1)> [x](javascript:alert(1)) "onload="x`;
  const texts = textsOf({
    ...coffee,
    niche: {
      id: "nch_x",
      name: attack,
      themes: [
        {
          id: "t1",
          label: attack,
          quotes: [
            { evidenceId: `"><script>e</script>`, text: attack },
            { evidenceId: "e2", text: "Even so I cannot save my work." },
          ],
        },
      ],
    },
    productName: "</article><script>p()</script>",
    audience: { description: attack },
  });
  for (const { html, markdown } of texts) {
    const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
    expect(
      [...tags].filter((tag) => !["article", "h1", "h2", "p", "a", "ul", "ol", "li", "span", "sup", "blockquote"].includes(tag ?? "")),
    ).toEqual([]);
    const attributes = new Set(
      [...html.matchAll(/<[a-z0-9]+((?:\s+[a-z-]+="[^"<>]*")*)\s*>/gi)].flatMap(([, list]) =>
        [...(list ?? "").matchAll(/([a-z-]+)="/g)].map(([, name]) => name),
      ),
    );
    expect([...attributes].filter((name) => !["data-kind", "data-evidence", "class", "href", "id"].includes(name ?? ""))).toEqual([]);
    expect(html.match(/</g)?.length).toBe(html.match(/<\/?[a-z0-9]+(?:\s+[a-z-]+="[^"<>]*")*\s*>/gi)?.length);
    expect([...html.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith("#"))).toBe(true);
    expect(html).not.toContain("1337");
    expect(markdown).not.toMatch(/(?<!\\)[<{]|\{\{|\{%|(?<!\\)\]\(|1337/);
  }
});

test("numbers and boasts in the founder's own words are taken out and block publishing", () => {
  const texts = textsOf({ ...coffee, audience: { description: "our 10,000 best customers" } });
  for (const { publishable, unproven, sentences, html } of texts) {
    expect(publishable).toBe(false);
    expect(unproven.map(({ reason }) => reason)).toEqual(expect.arrayContaining(["number", "boast"]));
    expect(sentences.some(({ text }) => text.includes("10,000"))).toBe(false);
    expect(html).not.toContain("10,000");
  }
});

test("a theme without a share is spoken of without numbers, a single quote as a single voice", () => {
  const themes = [{ id: "t1", label: "stale beans", quotes: [{ evidenceId: "e3", text: "My beans arrived stale and nobody answered." }] }];
  const texts = textsOf({ ...coffee, niche: { ...coffee.niche, themes }, price: undefined });
  for (const { sentences, unproven } of texts) {
    expect(unproven).toEqual([]);
    expect(sentences.filter(({ text }) => /\d/.test(text))).toEqual([]);
  }
  expect(texts[0]?.markdown).toContain("Somebody who wrote about specialty coffee brings it up: stale beans.");
});

test("evidence without a short sentence still makes a page under the niche's name", () => {
  const themes = [{ id: "t1", label: "beans", quotes: [{ evidenceId: "e3", text: `stale ${"beans and more ".repeat(30)}` }] }];
  const [page] = textsOf({ ...coffee, niche: { ...coffee.niche, themes } });
  expect(page?.title.toLowerCase()).toContain("specialty coffee");
  expect(page?.publishable).toBe(true);
});

test("the copy is plain English: grade eight or easier", () => {
  for (const { readability } of textsOf(coffee)) expect(readability.fleschKincaidGrade).toBeLessThan(8);
});
