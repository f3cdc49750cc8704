import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { clean } from "./cleaning.ts";
import { maskContacts } from "./privacy.ts";

const fixtures = join(dirname(createRequire(import.meta.url).resolve("sentiment/package.json")), "test/fixtures");

describe("a phone number is masked", () => {
  test.each([
    "1-800-555-1234",
    "+1 (800) 555-1234",
    "1 (800) 555-1234",
    "(555) 123-4567",
    "555-123-4567",
    "555.123.4567",
    "555\u2011123\u20114567",
    "+49 170 1234567",
    "0049 170 1234567",
    "+33612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "01 23 45 67 89",
    "0612345678",
    "07911123456",
    "07911 123456",
    "020 7946 0958",
    "0170/1234567",
    "(030) 123456",
    "9876543210",
    "5551234567",
    "+91 98765 43210",
    "555-1234",
  ])("%s", (number) => {
    for (const text of [number, `Reach me at ${number}.`, `I am at ${number}, always`, `(${number})`])
      expect(maskContacts(text)).toEqual({ text: text.replace(number, "[phone]"), masked: 1 });
  });

  test("of seven digits where somebody is to be called", () => {
    expect(maskContacts("call me on 234-5678 or text 987 6543")).toEqual({ text: "call me on [phone] or text [phone]", masked: 2 });
  });

  test("and so is an address that is spelt in entities", () => {
    expect(clean("write to bob&#64;x.com or ann&#x40;example.org or eve&commat;x")).toMatchObject({
      text: expect.stringMatching(/^write to \[email\] or \[email\]/) as string,
      masked: 2,
    });
  });
});

describe("no phone number is", () => {
  test.each([
    ["a price", "It went from $1,299.00 to 1.299,00 € and then 129900 yen"],
    ["an amount", "we made $5551234567 and lost €9876543210"],
    ["a date", "bought on 2025-03-04, again 04.03.2025 and 20250304, at 12:34:56 on 2025-03-04 10:11:12"],
    ["a span", "from 2019-2024, 500-1000 users, 100-2000 Hz, pages 234-5678"],
    ["a version", "v1.2.3456, 10.15.7.19041, Chrome 118.0.5993.1170 and 2.10.1234.5678"],
    ["an address of a machine", "192.168.100.200:8080 and 10.0.0.1"],
    ["an order", "Order 114-2233445-1234567, order #9876543210, invoice no. 5551234567, tracking number 9400111899"],
    ["a large number", "12345678901 or 10,000,000 or 3000000000 or 9876543210 users, 8589934592 bytes"],
    ["a number of programs", "it wraps at 2147483647 and 4294967295, timestamp 1700000000, id 9876543210"],
    ["a book", "ISBN 0306406152 and ISBN-10: 0306406152 and 978-3-16-148410-0"],
    ["a part", "model MX-500-2000, SKU 555A1234567, part 0123456789, W0123456789"],
    ["an address on the web", "https://example.org/review/9876543210 and item_5551234567"],
  ])("%s", (_, text) => expect(maskContacts(text)).toEqual({ text, masked: 0 }));

  test("in 3,000 sentences of reviews: what is masked there is none of these", () => {
    const reviews = ["amazon", "imdb", "yelp"].flatMap((name) =>
      (JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")) as { text: string }[]).map(({ text }) => text),
    );
    expect(reviews.filter((text) => maskContacts(text).masked > 0)).toEqual([]);
  });

  test("found in hostile text in no time", () => {
    const begun = performance.now();
    for (const piece of ["0", "1 ", "555-", "(0", "+1 ", "06 12 ", "9876543210 ", "0170/", "call 234-5678 ", "a.", "a@b."]) {
      maskContacts(`${piece.repeat(20_000 / piece.length)}@`);
    }
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
