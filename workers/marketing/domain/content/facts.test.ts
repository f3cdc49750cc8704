import { expect, test } from "vitest";
import { priceOf, subjectOf } from "./facts.ts";

const subject = (label: string, text = "It broke.") => subjectOf({ id: "t1", label, keywords: [], quotes: [{ evidenceId: "e1", text }] });

test.each([
  ["Shipping, box, tape", "shipping, box or tape", false],
  ["Stale beans", "stale beans", true],
  ["Keurig", "Keurig", true],
  ["Google Calendar", "Google Calendar", true],
  ["K cups", "K cups", true],
  ["USB · cable", "USB or cable", false],
])("the label %j stands in a sentence as %j", (label, phrase, spoken) => {
  expect(subject(label, "I hate my Keurig.")).toMatchObject({ phrase, spoken });
});

const price = (minor: number, currency: "USD" | "JPY" | "EUR") => priceOf({ id: "p", amount: { minor, currency }, period: "month" });

test("a label may hold what a pattern would choke on", () => {
  for (const label of ["(x", "C++ code", "[a", "Don't\\", "A*"]) expect(subject(label, `I use ${label} here, ${label}`).label).toBe(label);
});

test("a price is written without empty cents", () => {
  expect(price(1900, "USD")).toMatchObject({ amount: "$19", period: "a month", value: 19 });
  expect(price(1950, "EUR").amount).toBe("€19.50");
  expect(price(1900, "JPY")).toMatchObject({ amount: "¥1,900", value: 1900 });
});
