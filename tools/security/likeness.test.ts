import { expect, test } from "vitest";
import type { House } from "./house.ts";
import { comparable, difference, isBroken, told } from "./likeness.ts";
import { absentThings } from "./things.ts";
import type { Heard } from "./wire.ts";

const heard = (status: number, text: string, headers: Record<string, string> = {}): Heard => ({ status, headers, text });
const [a, b] = ["nch_01aaaaaaaaaaaaaaaaaaaaaaaa", "nch_01bbbbbbbbbbbbbbbbbbbbbbbb"];
const house: House = {
  word: "zinnober",
  things: { ...absentThings(), niche: a, delivery: "4" },
  owner: {
    name: "owner",
    kind: "person",
    role: "owner",
    headers: {},
    email: "owner@zinnober.example",
    user: "usr_1",
    organisation: "org_1",
  },
};

test("refusals are the same when they differ in what was asked for alone", () => {
  const refusal = (id: string, request: string) =>
    heard(404, `{"detail":"There is no niche ${id}.","instance":"/api/v1/niches/${id}"}`, { "x-request-id": request });
  expect(comparable(refusal(a, "1"), [a])).toBe(comparable(refusal(b, "2"), [b]));
  expect(comparable(heard(403, "no"), [a])).not.toBe(comparable(heard(404, "no"), [b]));
  expect(comparable(heard(404, "hidden"), [a])).not.toBe(comparable(heard(404, "absent"), [b]));
  expect(comparable(heard(404, "no", { vary: "cookie" }), [a])).not.toBe(comparable(heard(404, "no"), [b]));
});

test("ids are found in paths and in Markdown too", () => {
  const made = (id: string) => heard(201, JSON.stringify({ markdown: id.replace("_", "\\_"), at: "2026-01-01T00:00:00.000Z" }));
  expect(comparable(made(a), [a])).toBe(comparable(made(b), [b]));
  expect(comparable(heard(404, "niche%2Forg"), ["niche/org/x"])).not.toContain("*");
  expect(comparable(heard(404, "niche%2Forg%2Fx"), ["niche/org/x"])).toContain("*");
});

test("an id in a refusal that nobody named is a difference", () => {
  expect(comparable(heard(409, `taken by ${a}`), [])).not.toBe(comparable(heard(409, `taken by ${b}`), []));
});

test("what is told is what stands in the answer and was not asked", () => {
  expect(told(heard(200, "the zinnober strap"), { method: "GET", path: "/" }, house)).toBe("zinnober");
  expect(told(heard(200, "", { location: `/api/v1/niches/${a}` }), { method: "GET", path: "/" }, house)).toBe(a);
  expect(told(heard(404, `no ${a}`), { method: "GET", path: `/api/v1/niches/${a}` }, house)).toBeUndefined();
  expect(told(heard(200, '{"causationid":"zinnober-importEvidence"}'), { method: "GET", path: "/" }, house)).toBeUndefined();
  expect(told(heard(200, '{"causationid":"zinnober-importEvidence","name":"zinnober"}'), { method: "GET", path: "/" }, house)).toBe(
    "zinnober",
  );
  expect(told(heard(200, "4 of 4"), { method: "GET", path: "/" }, house)).toBeUndefined();
});

test("an error is broken, whatever it says of itself", () => {
  expect([0, 500, 503, 504].map((status) => isBroken(heard(status, '{"code":"unavailable"}')))).toEqual([true, true, true, true]);
  expect(isBroken(heard(404, ""))).toBe(false);
});

test("the length of an answer and the policies of a limit tell, what is left of it does not", () => {
  const of = (headers: Record<string, string>) => comparable(heard(404, "no", headers), []);
  expect(of({ "content-length": "12" })).not.toBe(of({ "content-length": "13" }));
  expect(of({ ratelimit: '"key";r=7;t=1' })).toBe(of({ ratelimit: '"key";r=6' }));
  expect(of({ ratelimit: '"key";r=7' })).not.toBe(of({ ratelimit: '"key";r=7, "organisation";r=9' }));
});

test("a difference is shown where it begins", () => {
  expect(difference("same then one", "same then two")).toBe('"same then one" against "same then two"');
});
