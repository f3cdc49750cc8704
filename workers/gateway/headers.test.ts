import { expect, test } from "vitest";
import type { Principal } from "../../contracts/principal.ts";
import { forwardedHeaders, secure } from "./headers.ts";

const trace = { requestId: "0".repeat(32), traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01` };
const principal: Principal = { kind: "user", id: "usr_1", organisation: "org_1", role: "owner", scopes: ["niches:read"] };
const inbound = new Headers({
  "x-paissive-principal": '{"role":"owner"}',
  "X-Paissive-Anything": "1",
  "x-paissive-signature": "aa",
  "x-paissive-key": "nod_1",
  authorization: "Bearer secret",
  "x-api-key": "secret",
  cookie: "__Host-paissive=secret",
  accept: "text/csv",
});

test("a service learns who calls from us alone, and sees no credential", () => {
  const headers = forwardedHeaders(inbound, { service: "niche-analysis", open: false }, JSON.stringify(principal), trace);
  expect(Object.fromEntries(headers)).toEqual({
    accept: "text/csv",
    traceparent: trace.traceparent,
    "x-paissive-principal": JSON.stringify(principal),
    "x-request-id": trace.requestId,
  });
});

test("a joining or signing node keeps its own proof and gets no principal", () => {
  const headers = forwardedHeaders(inbound, { service: "ai-models", open: true }, undefined, trace);
  expect(headers.get("x-paissive-signature")).toBe("aa");
  expect(headers.get("x-paissive-key")).toBe("nod_1");
  expect(headers.get("authorization")).toBe("Bearer secret");
  expect(headers.has("x-paissive-principal")).toBe(false);
  expect(headers.has("x-paissive-anything")).toBe(false);
});

test("the cookie goes to the auth service only", () => {
  expect(forwardedHeaders(inbound, { service: "auth", open: true }, undefined, trace).get("cookie")).toBe("__Host-paissive=secret");
});

function secured(url: string, given: Record<string, string> = {}): Headers {
  const headers = new Headers(given);
  secure(headers, new URL(url), trace);
  return headers;
}

test("the app runs its own files and nothing inline, and talks to its own host", () => {
  const policy = secured("http://localhost:8787/niches").get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("style-src 'self';");
  expect(policy).toContain("connect-src 'self' ws://localhost:8787;");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
});

test("the API's reference may hold styles, and is otherwise under the app's policy", () => {
  const policy = (path: string) => secured(`http://localhost:8787${path}`).get("content-security-policy") ?? "";
  expect(policy("/docs")).toBe(policy("/niches").replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"));
  expect(policy("/docs")).not.toBe(policy("/niches"));
  expect(policy("/docs/plain")).toBe(policy("/niches"));
});

test("an answer of the API may execute nothing and is not kept, unless the service says how long", () => {
  expect(secured("http://localhost/api/v1/me").get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(secured("http://localhost/api/v1/me").get("cache-control")).toBe("no-store");
  expect(secured("http://localhost/api/v1/me", { "cache-control": "max-age=60" }).get("cache-control")).toBe("max-age=60");
  expect(secured("http://localhost/app.js").has("cache-control")).toBe(false);
});

test("HSTS is said over HTTPS only", () => {
  expect(secured("https://paissive.example/").get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
  expect(secured("http://localhost/").has("strict-transport-security")).toBe(false);
});
