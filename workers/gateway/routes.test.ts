import { expect, test } from "vitest";
import { routeOf } from "./routes.ts";

test.each([
  ["GET", "/api/v1/niches", "niche-analysis"],
  ["GET", "/api/v1/niches/nch_1/feed", "niche-analysis"],
  ["POST", "/api/v1/pricing/estimate", "monetization"],
  ["POST", "/api/v1/readability", "marketing"],
  ["POST", "/api/v1/experiments/evaluations", "marketing"],
  ["POST", "/api/v1/runs/run_1/decisions", "agent-teams"],
  ["POST", "/api/v1/embeddings", "ai-models"],
  ["POST", "/api/v1/classify", "ai-models"],
  ["POST", "/api/v1/rerank", "ai-models"],
  ["GET", "/api/v1/event-subscriptions", "event-bus"],
  ["GET", "/api/v1/subscriptions", "monetization"],
  ["GET", "/api/v1/api-keys", "auth"],
  ["GET", "/api/v1/database/schemas", "database"],
  ["POST", "/api/v1/actors/niche/nch_1/effects/embed%3Aanalysis-1%3A0/redrive", "database"],
  ["GET", "/api/v1/dead-letters", "database"],
])("%s %s belongs to %s", (method, path, service) => {
  expect(routeOf(method, path)?.service).toBe(service);
});

test.each(["/api/v1", "/api/v1/", "/api/v1/nichesque", "/api/v2/niches", "/api/v1//niches", "/api/v1/__proto__"])(
  "nobody owns %s",
  (path) => {
    expect(routeOf("GET", path)).toBeUndefined();
  },
);

test.each(["auth/sign-up", "auth/sign-in", "auth/sign-out", "nodes/join", "nodes/nod_1/heartbeat"])(
  "%s needs no principal, and only as POST",
  (path) => {
    expect(routeOf("POST", `/api/v1/${path}`)?.open).toBe(true);
    expect(routeOf("GET", `/api/v1/${path}`)?.open).toBe(false);
  },
);

test("the link of a node needs no principal, and only as GET", () => {
  expect(routeOf("GET", "/api/v1/nodes/nod_1/link")).toMatchObject({ service: "ai-models", open: true });
  for (const [method, path] of [
    ["POST", "nodes/nod_1/link"],
    ["GET", "nodes/nod_1/link/x"],
    ["GET", "nodes/a/b/link"],
  ] as const)
    expect(routeOf(method, `/api/v1/${path}`)?.open).toBe(false);
});

test.each(["auth/me", "nodes", "nodes/join/x", "nodes/a/b/heartbeat", "auth/sign-in/x", "api-keys"])("%s needs a principal", (path) => {
  expect(routeOf("POST", `/api/v1/${path}`)?.open).toBe(false);
});

test.each(["embeddings", "classify", "rerank"])("texts for %s may have 8 MiB, as its service says", (segment) => {
  expect(routeOf("POST", `/api/v1/${segment}`)).toMatchObject({ maxBody: 8_388_608, upload: false, faults: "openai" });
});

test("evidence may have 200 MiB, anything else one", () => {
  expect(routeOf("POST", "/api/v1/niches/nch_1/evidence")).toMatchObject({ maxBody: 209_715_200, upload: true });
  expect(routeOf("POST", "/api/v1/niches")).toMatchObject({ maxBody: 1_048_576, upload: false });
});

test("a part of an upload may have 8 MiB, and only as PUT", () => {
  const path = "/api/v1/niches/nch_1/uploads/upl_1";
  expect(routeOf("PUT", path)).toMatchObject({ maxBody: 8_388_608, upload: true });
  expect(routeOf("DELETE", path)).toMatchObject({ maxBody: 1_048_576, upload: false });
  expect(routeOf("POST", "/api/v1/niches/nch_1/uploads")).toMatchObject({ maxBody: 1_048_576, upload: false });
});

test("parts and manifests of backups may have 32 MiB, and only as PUT", () => {
  for (const rest of ["parts/0", "parts/12", "manifest"]) {
    expect(routeOf("PUT", `/api/v1/database/backups/mnt_1/${rest}`)).toMatchObject({
      service: "database",
      maxBody: 33_554_432,
      upload: true,
    });
    expect(routeOf("POST", `/api/v1/database/backups/mnt_1/${rest}`)).toMatchObject({ maxBody: 1_048_576, upload: false });
  }
  expect(routeOf("PUT", "/api/v1/database/backups/mnt_1/parts/x")).toMatchObject({ upload: false });
});
