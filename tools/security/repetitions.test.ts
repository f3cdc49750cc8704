import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../system/paths.ts";
import { describedOperations } from "./operations.ts";
import { faultsOf, unkeyed } from "./repetitions.ts";
import type { Heard } from "./wire.ts";

const heard = (status: number, text = "", headers: Record<string, string> = {}): Heard => ({ status, headers, text });
const marked = { "idempotency-replayed": "true" };
const niche = { id: "createNiche", path: "/api/v1/niches" };
const made = heard(201, '{"id":"nch_1"}');
const again = heard(201, '{"id":"nch_1"}', marked);
const [running, reused] = [heard(409, "in_progress"), heard(422, "key_reused")];

test("every unsafe operation takes a key, or has a reason why not that the reference tells too", () => {
  const takesKey = ({ parameters }: { parameters: readonly { name: string }[] }) =>
    parameters.some(({ name }) => name.toLowerCase() === "idempotency-key");
  const without = describedOperations()
    .filter((one) => one.method !== "GET" && !takesKey(one))
    .map(({ id }) => id);
  expect(without.toSorted()).toEqual(Object.keys(unkeyed).toSorted());
  const reference = readFileSync(inRoot("docs/reference/gateway.md"), "utf8");
  expect(without.filter((id) => !reference.includes(`\`${id}\``))).toEqual([]);
});

test("once, a replay or a wait, the same again, and another request refused is right", () => {
  expect(faultsOf(niche, [running, made, again], again, reused)).toEqual([]);
});

test("done twice, nothing done, no replay, another answer, and another request taken for it are wrong", () => {
  const other = heard(201, '{"id":"nch_2"}');
  for (const [first, last, another] of [
    [[made, other], again, reused],
    [[running], again, reused],
    [[made], made, reused],
    [[made], heard(201, '{"id":"nch_2"}', marked), reused],
    [[made], again, again],
    [[made, heard(500)], again, reused],
  ] as const)
    expect([first, last, another, faultsOf(niche, first, last, another)]).not.toEqual([first, last, another, []]);
});

test("of accounts it is told that it was done, and a secret is the same or shown once", () => {
  const role = { id: "changeRole", path: "/api/v1/members/{id}" };
  const shown = heard(409, "This request was carried out before, and its answer is shown once only.");
  expect(faultsOf(role, [heard(200, "{}"), running], shown, reused)).toEqual([]);
  expect(faultsOf(role, [heard(200, "{}"), running], heard(200, "{}"), reused)).not.toEqual([]);
  const hook = { id: "createWebhook", path: "/api/v1/webhooks" };
  expect(faultsOf(hook, [heard(201, '{"id":"whk_1","secret":"a"}')], heard(201, '{"id":"whk_1","secret":"b"}'), reused)).not.toEqual([]);
});
