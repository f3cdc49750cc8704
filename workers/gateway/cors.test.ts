import { expect, test } from "vitest";
import { allow, corsSettings, preflight } from "./cors.ts";

const own = "org_0123456789";
const settings = { [own]: ["https://app.example"] };

test.each(["https://app.example/", "https://app.example/a", "http://app.example", "app.example", "*", "null", "https://APP.example"])(
  "%j is no origin that a page can have",
  (origin) => {
    expect(corsSettings(JSON.stringify({ [own]: [origin] })).ok).toBe(false);
  },
);

test("origins with TLS, and those of this machine, can be let in; broken settings are refused", () => {
  expect(corsSettings(JSON.stringify({ [own]: ["https://app.example:8443", "http://localhost:3000"] })).ok).toBe(true);
  expect(corsSettings("{").ok).toBe(false);
  expect(corsSettings('{"acme":[]}').ok).toBe(false);
});

test("a preflight is answered for origins that somebody lets in, and never with credentials", () => {
  const answer = preflight(settings, "https://app.example");
  expect(answer.get("access-control-allow-origin")).toBe("https://app.example");
  expect(answer.get("access-control-allow-headers")).toContain("idempotency-key");
  expect(answer.has("access-control-allow-credentials")).toBe(false);
  for (const origin of ["https://evil.example", "null", null])
    expect(preflight(settings, origin).has("access-control-allow-origin")).toBe(false);
});

test("an answer is shown to pages of the caller's own organisation alone", () => {
  const shown = (origin: string | null, organisation: string | undefined) => {
    const headers = new Headers();
    allow(headers, settings, origin, organisation);
    return headers.get("access-control-allow-origin");
  };
  expect(shown("https://app.example", own)).toBe("https://app.example");
  expect(shown("https://app.example", "org_9876543210")).toBeNull();
  expect(shown("https://evil.example", own)).toBeNull();
  expect(shown("https://app.example", undefined)).toBeNull();
});
