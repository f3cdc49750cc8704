import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { accessOfOperation } from "../../contracts/access.ts";
import { inRoot } from "../../tools/system/paths.ts";

const page = readFileSync(inRoot("docs/reference/authentication.md"), "utf8");

test("the documentation names the operations that want a fresh proof, all of them and no others", () => {
  const section = /^\*\*Sensitive changes\*\*.*?(?=^## )/ms.exec(page)?.[0] ?? "";
  const named = [...section.matchAll(/`(\w+)`(?: (of who has a second factor|when it changes the address))?/g)].flatMap(
    ([, operation = "", when]) => (operation in accessOfOperation ? [[operation, when ?? "always"]] : []),
  );
  const marked = Object.entries(accessOfOperation).flatMap(([operation, access]) =>
    access !== "open" && access.confirmed !== undefined ? [[operation, access.confirmed]] : [],
  );
  expect(named.toSorted()).toEqual(marked.toSorted());
});
