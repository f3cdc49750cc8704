import { describe, expect, test } from "vitest";
import { clean, maxCharacters, normalForm } from "./cleaning.ts";
import { authorHash } from "./privacy.ts";

describe("cleaning", () => {
  test.each([
    ["", "empty"],
    ["  <br /> \u200b ", "empty"],
    ["[removed]", "deleted"],
    ["Deleted by user", "deleted"],
    ["too bad", "too-short"],
    ["?? !! .. --", "too-short"],
    ["word ".repeat(maxCharacters / 4), "too-long"],
  ])("drops %j as %s", (cell, reason) => expect(clean(cell)).toBe(reason));

  test("takes markup and hidden characters out and leaves the words", () => {
    expect(clean("I <b>love</b> it.<br /><br />Tom &amp; Jerry &lt;3 say\u202e so if a < b")).toEqual({
      text: "I love it. Tom & Jerry <3 say so if a < b",
      masked: 0,
    });
  });

  test("masks addresses and numbers of people", () => {
    expect(clean("Write to jo.doe+x@mail.example.org or call +49 170 1234567 or (555) 123-4567 or 555-123-4567")).toEqual({
      text: "Write to [email] or call [phone] or [phone] or [phone]",
      masked: 4,
    });
  });

  test.each([
    "Paid $1,299.00 on 2025-03-04 for 12345678901 of v1.2.3456",
    "Order 114-2233445-1234567 never came",
    "10,000,000 users in 2024",
  ])("leaves other numbers alone: %s", (cell) => {
    expect(clean(cell)).toEqual({ text: cell, masked: 0 });
  });
});

test("texts that differ in case, width and spaces are the same text", () => {
  expect(normalForm("Ｇｏｏｄ  Value\tHere")).toBe(normalForm("good value here"));
});

test("an author's hash depends on the organisation's salt, and nobody has none", () => {
  expect(authorHash("Ann", "salt-1")).toBe(authorHash(" ann ", "salt-1"));
  expect(authorHash("Ann", "salt-1")).not.toBe(authorHash("Ann", "salt-2"));
  expect(authorHash("[deleted]", "salt-1")).toBeUndefined();
});
