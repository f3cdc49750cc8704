import { expect, test } from "vitest";
import { mayCall, type Caller } from "./callers.ts";
import type { Operation } from "./operations.ts";

const operation = (more: Partial<Operation>): Operation => ({ id: "one", method: "GET", path: "/", parameters: [], open: false, ...more });
const person = (role: Caller["role"]): Caller => ({ name: role, kind: "person", role, headers: {} });
const operator: Caller = { name: "operator", kind: "operator", role: "viewer", headers: {} };
const writing = operation({ "x-scope": ["niches:read", "niches:write"] });

test("all permissions are needed, of the role and of the key", () => {
  expect(mayCall(person("contributor"), writing)).toBe(true);
  expect(mayCall(person("viewer"), writing)).toBe(false);
  expect(mayCall({ ...person("owner"), kind: "key", given: ["niches:write"] }, writing)).toBe(false);
  expect(mayCall({ ...person("owner"), kind: "key", given: ["niches:write", "niches:read"] }, writing)).toBe(true);
  expect(mayCall({ ...person("viewer"), kind: "key", given: ["niches:write", "niches:read"] }, writing)).toBe(false);
});

test("what an owner does in person no key does, and no administrator", () => {
  const erasing = operation({ "x-scope": ["database:admin"], "x-only": "owner" });
  expect([mayCall(person("owner"), erasing), mayCall(person("admin"), erasing)]).toEqual([true, false]);
  expect(mayCall({ ...person("owner"), kind: "key", given: ["database:admin"] }, erasing)).toBe(false);
});

test("what a person does in person no key does, and no operator", () => {
  const leaving = operation({ "x-scope": [], "x-only": "person" });
  expect(mayCall(person("viewer"), leaving)).toBe(true);
  expect(mayCall({ ...person("owner"), kind: "key", given: ["organisation:admin"] }, leaving)).toBe(false);
  expect(mayCall(operator, leaving)).toBe(false);
});

test("the operator does what only operators do, and nothing in an organisation", () => {
  const backup = operation({ "x-scope": ["installation:admin"], "x-only": "operator" });
  expect([mayCall(operator, backup), mayCall(operator, writing), mayCall(person("owner"), backup)]).toEqual([true, false, false]);
  expect(mayCall(operator, operation({ "x-scope": [] }))).toBe(true);
});
