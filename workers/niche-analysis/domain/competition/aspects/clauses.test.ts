import { describe, expect, it, test } from "vitest";
import { CompetitorNames } from "../mentions.ts";
import { attributed } from "./attribution.ts";
import { clausesOf } from "./clauses.ts";

test.each([
  ["The picture is sharp, but the remote broke. Good!", ["The picture is sharp, ", "but the remote broke.", "Good!"]],
  ["But it works; mostly", ["But it works", "; mostly"]],
  ["Rebuttal and butter", ["Rebuttal and butter"]],
  ["but", ["but"]],
])("the clauses of %j", (text, expected) => {
  const clauses = clausesOf(text);
  expect(clauses.map((clause) => clause.text)).toEqual(expected);
  for (const { text: clause, start, end, sentence } of clauses) {
    expect(text.slice(start, end)).toBe(clause);
    expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
  }
});

describe("whom a clause is about", () => {
  const names = new CompetitorNames([{ name: "Acme", aliases: ["the A"] }, { name: "Bolt" }]);
  const about = (text: string) => attributed(text, names).map((clause) => clause.about);

  it("is the only competitor of a text, in every clause", () => {
    expect(about("The battery is weak. I mean that of the A, sadly. Never again.")).toEqual(["Acme", "Acme", "Acme"]);
  });

  it("is, where several are named, who was named last, and of a comparison nobody", () => {
    expect(about("Hello. Acme is fast. The screen is fine, but Bolt is slow. Heavy too. Acme beats Bolt. Well.")).toEqual([
      undefined,
      "Acme",
      "Acme",
      "Bolt",
      "Bolt",
      undefined,
      undefined,
    ]);
  });

  it("is nobody where nobody is named", () => expect(about("The battery is weak.")).toEqual([undefined]));
});
