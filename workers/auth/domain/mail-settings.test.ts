import { expect, test } from "vitest";
import { mailRoute, siteOf } from "./mail-settings.ts";

const provider = { MAIL_URL: "https://mail.example/emails", MAIL_KEY: "k", MAIL_FROM: "pAIssive <a@b.example>" };

test("without settings nobody gets mail; an outbox is asked for by name; a provider wins", () => {
  expect(mailRoute({})).toEqual({ ok: true, value: { kind: "none" } });
  expect(mailRoute({ MAIL_OUTBOX: "1" })).toEqual({ ok: true, value: { kind: "none" } });
  expect(mailRoute({ MAIL_OUTBOX: "true" })).toEqual({ ok: true, value: { kind: "outbox" } });
  expect(mailRoute({ ...provider, MAIL_OUTBOX: "true" })).toMatchObject({ value: { kind: "provider", url: provider.MAIL_URL } });
});

test.each([
  [{ MAIL_URL: "http://mail.example/emails" }, "MAIL_URL"],
  [{ MAIL_URL: "mail" }, "MAIL_URL"],
  [{ MAIL_KEY: "" }, "MAIL_KEY"],
  [{ MAIL_FROM: "me" }, "MAIL_FROM"],
])("%j is named as wrong", (wrong, name) => {
  expect(mailRoute({ ...provider, ...wrong })).toMatchObject({
    ok: false,
    error: { code: "unavailable", detail: expect.stringContaining(name) },
  });
});

test("links lead to the stated address, or to this machine from this machine, and never where a Host header says", () => {
  expect(siteOf({ PUBLIC_URL: "https://app.example/" }, "https://evil.example/x")).toEqual({ ok: true, value: "https://app.example" });
  expect(siteOf({}, "http://localhost:8787/api")).toEqual({ ok: true, value: "http://localhost:8787" });
  expect(siteOf({}, "https://evil.example/x").ok).toBe(false);
  expect(siteOf({ PUBLIC_URL: "javascript:alert(1)" }, "http://localhost/").ok).toBe(false);
});
