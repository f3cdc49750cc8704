import { expect, test } from "vitest";
import { excerptOf, headlinesOf } from "./sayings.ts";

const quote = (text: string, evidenceId = "e1") => ({ evidenceId, text });

test("a short complaint in the first person leads, longer and neutral sentences follow", () => {
  const headlines = headlinesOf([
    quote("The package arrived on a Tuesday afternoon. It loses my edits every time I go offline. Nice blue box."),
    quote("The lid is made of plastic.", "e2"),
  ]);
  expect(headlines.map(({ text }) => text)).toEqual([
    "It loses my edits every time I go offline.",
    "The package arrived on a Tuesday afternoon.",
    "The lid is made of plastic.",
  ]);
  expect(headlines[0]?.evidenceId).toBe("e1");
});

test.each([
  "Write to me at cook@example.com please.",
  "Look at https://example.com for the truth.",
  "<script>alert(1)</script> I hate it so.",
  "I lost {{ everything }} again today.",
  "Why does it never save?",
  "No good.",
  "- it never works for me",
])("%j is no headline", (text) => {
  expect(headlinesOf([quote(text)])).toEqual([]);
});

test("a verdict that fits any product stands behind what only this one can mean", () => {
  const [first] = headlinesOf([quote("I would not buy this again. The handle comes off in the wash.")]);
  expect(first?.text).toBe("The handle comes off in the wash.");
  const [telling] = headlinesOf([quote("My order came on a Friday. My handle came on a Friday.")], ["handle"]);
  expect(telling?.text).toBe("My handle came on a Friday.");
});

test("the same sentence from two people is one headline", () => {
  expect(headlinesOf([quote("It never saves my work."), quote("it never saves my work.", "e2")])).toHaveLength(1);
});

test("an excerpt keeps whole sentences and never changes a word", () => {
  const long = `${"I tried to save it again and again. ".repeat(6)}Then I gave up.`;
  const excerpt = excerptOf(quote(long)).text;
  expect(long.startsWith(excerpt)).toBe(true);
  expect(excerpt.split(" ")).toHaveLength(40);
  expect(excerpt.endsWith(".")).toBe(true);
  expect(excerptOf(quote("word ".repeat(60))).text).toBe(`${"word ".repeat(40).trim()}…`);
});

test("quotation marks inside a quotation become single, invisible characters go", () => {
  expect(excerptOf(quote('He said "never\u202E again"\u200B.\n\nNever.')).text).toBe("He said ’never again’. Never.");
});
