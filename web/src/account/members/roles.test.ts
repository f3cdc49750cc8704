import { expect, test } from "vitest";
import { roles } from "../../../../contracts/principal.ts";
import { assignable, roleMeanings } from "./roles.ts";

test("only owners give ownership, and nobody below an administrator gives anything", () => {
  expect(assignable("owner")).toEqual(["viewer", "contributor", "editor", "admin", "owner"]);
  expect(assignable("admin")).toEqual(["viewer", "contributor", "editor", "admin"]);
  expect(assignable("editor")).toEqual([]);
});

test("every role is explained", () => {
  expect(roleMeanings.map(({ word }) => word).toSorted()).toEqual([...roles].toSorted());
});
