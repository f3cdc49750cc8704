import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../tools/system/paths.ts";
import { defaults, limitSettings } from "../../workers/gateway/limits/settings.ts";

const page = readFileSync(inRoot("docs/reference/gateway.md"), "utf8");
const section = /^## Rate limits.*?(?=^## )/ms.exec(page)?.[0] ?? "";

test("the documentation says what is allowed where nobody has set anything", () => {
  const rows = [...section.matchAll(/^\| (`[^|]*) \|[^|]*\| ([\d,]+) in (\d+) s \|$/gm)].flatMap(([, names = "", tokens = "", seconds]) =>
    [...names.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => [
      name,
      { tokens: Number(tokens.replaceAll(",", "")), seconds: Number(seconds) },
    ]),
  );
  const { plans, plan, address, signIn } = defaults;
  expect(Object.fromEntries(rows)).toEqual({ address, "sign-in": signIn, ...plans[plan] });
});

test("its example of settings can be read, and has all that there is to set", () => {
  const example = /```json\n(\{\n {2}"plans".*?)```/s.exec(section)?.[1] ?? "";
  expect(limitSettings(example.replace("hx…", "hx0000000000000000000000"))).toMatchObject({ ok: true });
  expect(Object.keys(JSON.parse(example) as object).toSorted()).toEqual(Object.keys(defaults).toSorted());
});
