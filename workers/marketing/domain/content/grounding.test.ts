import { expect, test } from "vitest";
import { factsOf, subjectOf } from "./facts.ts";
import { ground } from "./grounding.ts";

const theme = {
  id: "t1",
  label: "24 hour support",
  keywords: [],
  share: { count: 17, of: 120, unit: "authors" as const },
  quotes: [
    { evidenceId: "e1", text: "I waited 3 days for “an answer”, the best joke ever." },
    { evidenceId: "e2", text: "Nobody answers." },
  ],
};
const price = { id: "prc_1", amount: "$1,900.00", period: "a year", value: 1900 };
const facts = factsOf([subjectOf(theme)], { niche: "Web3 tax", product: "Larder 2" }, price);
const claim = (text: string, ...evidenceIds: string[]) => ground({ text, claim: true, evidenceIds }, facts);
const remark = (text: string) => ground({ text, claim: false, evidenceIds: [] }, facts);

test("a sentence whose numbers, quotations and price are facts of its evidence stays as it is", () => {
  for (const { sentence, unproven } of [
    claim("17 of 120 people wait for an answer.", "e1", "e2"),
    claim("If they are typical, between 9 % and 22 % do.", "e1"),
    claim("“I waited 3 days for ’an answer’, the best joke ever.”", "e1"),
    claim("“i waited 3 days…”", "e1"),
    claim("The plan is to charge $1,900.00 a year.", "prc_1"),
    remark("Larder 2 is for people in Web3 tax who miss 24 hour support."),
    remark("24 Hour Support comes first, and web3 tax after it: 24 hour support."),
    remark("It is for people who cook for two."),
  ]) {
    expect(unproven).toEqual([]);
    expect(sentence.text).not.toContain("[needs proof]");
  }
});

test.each([
  ["17 of 130 people wait.", "number", "130"],
  ["It is 3x quicker.", "number", "3x"],
  ["Saves 40 % of your week.", "number", "40 %"],
  ["Used by 10k cooks.", "number", "10k"],
  ["17 percent wait.", "number", "17 percent"],
  ["Ten thousand cooks wait.", "number", "Ten thousand"],
  ["Three times as quick.", "number", "Three times"],
  ["One in three waits.", "number", "One in three"],
  ["Half of them wait.", "number", "Half"],
  ["The best way to get an answer.", "boast", "best"],
  ["The #1 way to get an answer.", "boast", "#1"],
  ["They say “nobody ever answers”.", "quotation", "“nobody ever answers”"],
  ['They say "nobody ever answers".', "quotation", '"nobody ever answers"'],
])("%j has nothing to stand on", (text, reason, removed) => {
  const { sentence, unproven } = claim(text, "e1", "e2");
  expect(unproven[0]).toEqual({ removed, sentence: text, reason });
  expect(sentence.text).toContain("[needs proof]");
  expect(sentence.text).not.toContain(removed);
});

test("a fact counts only for sentences that name its evidence", () => {
  expect(claim("17 of 120 people wait.", "prc_1").unproven.map(({ removed }) => removed)).toEqual(["17", "120"]);
  expect(claim("“Nobody answers.”", "e1").unproven).toHaveLength(1);
  expect(remark("17 of 120 people wait.").unproven).toHaveLength(2);
});

test("a claim without evidence, or with evidence that nobody has, is taken out whole", () => {
  expect(claim("People love it.")).toEqual({
    sentence: { text: "[needs proof]", claim: false, evidenceIds: [] },
    unproven: [{ removed: "People love it.", sentence: "People love it.", reason: "claim-without-evidence" }],
  });
  expect(claim("People love it.", "made-up")).toMatchObject({ sentence: { text: "[needs proof]" } });
});

test("a boast in the product's own name is still a boast", () => {
  const boastful = factsOf([subjectOf(theme)], { niche: "Tax", product: "World-class Larder" });
  expect(ground({ text: "World-class Larder is here.", claim: false, evidenceIds: [] }, boastful).unproven).toMatchObject([
    { reason: "boast" },
  ]);
});
