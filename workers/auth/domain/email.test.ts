import { expect, test } from "vitest";
import { normaliseEmail } from "./email.ts";

test("one mailbox has one spelling: trimmed, lower-cased, composed", () => {
  expect(normaliseEmail("  Ada.Lovelace@Example.COM ")).toEqual({ ok: true, value: "ada.lovelace@example.com" });
});

test.each(["", "ada", "ada@", "@example.com", "ada@example", "a b@example.com", `${"a".repeat(250)}@example.com`])(
  "%j is no address, and the field is named",
  (input) => {
    expect(normaliseEmail(input)).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path: "email" }] } });
  },
);
