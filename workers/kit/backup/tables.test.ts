import { expect, it } from "vitest";
import { parentsFirst } from "./tables.ts";

const tables = (...names: string[]) => names.map((name) => ({ name, condition: "TRUE" }));
const refers = (child: string, parent: string) => ({ child, parent });

it("puts a table behind those that its rows refer to, the rest by name", () => {
  const ordered = parentsFirst(tables("sessions", "api_keys", "users", "members", "organisations"), [
    refers("sessions", "users"),
    refers("members", "users"),
    refers("members", "organisations"),
    refers("api_keys", "members"),
  ]);
  expect(ordered.map(({ name }) => name)).toEqual(["organisations", "users", "members", "sessions", "api_keys"]);
});

it("does not wait for a table that is not taken, nor for itself, nor in a circle", () => {
  const ordered = parentsFirst(tables("b", "a", "c", "d"), [refers("a", "gone"), refers("b", "b"), refers("c", "d"), refers("d", "c")]);
  expect(ordered.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
});
