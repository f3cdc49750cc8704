import { expect, test } from "vitest";
import type { Caller } from "./callers.ts";
import { notCarriedOut, notHidden, unexpected } from "./expected.ts";
import { describedOperations } from "./operations.ts";
import type { Thing } from "./things.ts";
import type { Heard } from "./wire.ts";

const caller: Caller = { name: "owner", kind: "person", role: "owner", headers: {} };
const sent = { method: "GET", path: "/" };
const twin = { sent, theirs: [], nobodys: [] };
const operations = describedOperations();
const heard = (status: number, text = ""): Heard => ({ status, headers: {}, text });

function about(id: string, things: readonly Thing[], as = caller) {
  const operation = operations.find((one) => one.id === id);
  if (!operation) throw new Error(`There is no ${id}.`);
  return { operation, caller: as, how: "with theirs", things, sent, twin };
}

test("theirs is not found; two equal answers of another kind prove nothing", () => {
  const niche = about("getNiche", ["niche"]);
  expect(unexpected(niche, heard(404))).toBeUndefined();
  for (const status of [200, 400, 409, 429, 500, 503]) expect([status, unexpected(niche, heard(status))]).not.toEqual([status, undefined]);
});

test("whoever may not call is refused before anything is looked for", () => {
  const viewer = about("createApiKey", ["apiKey"], { ...caller, role: "viewer" });
  expect(unexpected(viewer, heard(403))).toBeUndefined();
  expect(unexpected(viewer, heard(404))).toBeDefined();
});

test("a list filtered by what is theirs is empty, and one of theirs is not found as ever", () => {
  expect(unexpected(about("listEvidence", ["evidence"]), heard(200, '{"items":[]}'))).toBeUndefined();
  expect(unexpected(about("listEvidence", ["evidence"]), heard(200, '{"items":[{"id":"evd_1"}]}'))).toBeDefined();
  expect(unexpected(about("listEvidence", ["niche", "evidence"]), heard(200, '{"items":[]}'))).toBeDefined();
});

test("at home an operation is carried out, or has a reason why not", () => {
  const home = { ...about("getNiche", []), expected: "carried out" as const };
  expect(unexpected(home, heard(200))).toBeUndefined();
  for (const status of [400, 404, 503]) expect([status, unexpected(home, heard(status))]).not.toEqual([status, undefined]);
});

test("exceptions are of operations that there are", () => {
  const ids = new Set(operations.map(({ id }) => id));
  expect([...Object.keys(notHidden), ...Object.keys(notCarriedOut)].filter((id) => !ids.has(id))).toEqual([]);
});
