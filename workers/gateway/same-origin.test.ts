import { expect, test } from "vitest";
import type { Credential } from "./credential.ts";
import { checkOrigin } from "./same-origin.ts";

const session: Credential = { kind: "session", token: "t" };
const key: Credential = { kind: "key", key: "k" };
const none: Credential = { kind: "none" };

const passes = (method: string, credential: Credential, headers: Record<string, string>) =>
  checkOrigin({ method, credential, headers: new Headers(headers), url: "http://localhost:8787/api/v1/niches" }).ok;

test.each([
  [{ origin: "http://localhost:8787" }, true],
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ origin: "http://localhost:8787", "sec-fetch-site": "same-origin" }, true],
  [{}, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ origin: "null" }, false],
  [{ origin: "https://localhost:8787" }, false],
  [{ origin: "http://localhost:8788" }, false],
  [{ origin: "http://localhost:8787.evil.example" }, false],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ origin: "http://localhost:8787", "sec-fetch-site": "cross-site" }, false],
])("a change with a cookie and %j passes: %s", (headers, expected) => {
  expect(passes("POST", session, headers)).toBe(expected);
});

test("reading needs no origin, opening a socket does", () => {
  expect(passes("GET", session, { "sec-fetch-site": "cross-site" })).toBe(true);
  expect(passes("GET", session, { upgrade: "websocket" })).toBe(false);
  expect(passes("GET", session, { upgrade: "WebSocket", origin: "http://evil.example" })).toBe(false);
  expect(passes("GET", session, { upgrade: "websocket", origin: "http://localhost:8787" })).toBe(true);
});

test("a key passes from anywhere, since no browser sends it unasked", () => {
  expect(passes("DELETE", key, { origin: "http://elsewhere.example", "sec-fetch-site": "cross-site" })).toBe(true);
});

test("nobody can be signed in from another site, and a program that says nothing can sign in", () => {
  expect(passes("POST", none, { origin: "http://evil.example" })).toBe(false);
  expect(passes("POST", none, { "sec-fetch-site": "cross-site" })).toBe(false);
  expect(passes("POST", none, {})).toBe(true);
});
