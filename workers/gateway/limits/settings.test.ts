import { expect, test } from "vitest";
import type { Principal } from "../../../contracts/principal.ts";
import { clientOf, policiesOfAddress, policiesOfPrincipal } from "./policies.ts";
import { defaults, limitSettings, planOf } from "./settings.ts";

const large = { tokens: 9, seconds: 1 };
const plan = { key: large, user: large, organisation: large };

test("a setting replaces its default, and an organisation has the plan that it is given", () => {
  const settings = limitSettings(JSON.stringify({ plans: { large: plan }, organisations: { org_0123456789: "large" } }));
  if (!settings.ok) throw new Error(settings.error.detail);
  expect(planOf(settings.value, "org_0123456789")).toEqual(plan);
  expect(planOf(settings.value, "org_9876543210")).toEqual(defaults.plans["standard"]);
  expect(settings.value.address).toEqual(defaults.address);
});

test.each([
  ["{", "input"],
  ['{"plan":"gold"}', "gold"],
  ['{"organisations":{"org_0123456789":"gold"}}', "gold"],
  ['{"address":{"tokens":0,"seconds":1}}', "address.tokens"],
  ['{"address":{"tokens":1,"seconds":86400}}', "address.seconds"],
  ['{"adress":{}}', "adress"],
])("%s is refused, naming what is wrong", (text, named) => {
  expect(limitSettings(text)).toMatchObject({ ok: false, error: { detail: expect.stringContaining(named) } });
});

const principal: Principal = { kind: "user", id: "usr_1", organisation: "org_0123456789", role: "owner", scopes: [] };

test("a person draws from their own bucket and the organisation's, a key from its own, an operator from none", () => {
  const names = (who: Principal) => policiesOfPrincipal(defaults, who).map(({ name, bucket }) => `${name} ${bucket}`);
  expect(names(principal)).toEqual(["user user/usr_1", "organisation organisation"]);
  expect(names({ ...principal, kind: "api-key", id: "key_1" })).toEqual(["key key/key_1", "organisation organisation"]);
  expect(names({ ...principal, kind: "service", id: "svc_1" })).toEqual(["key key/svc_1", "organisation organisation"]);
  expect(names({ ...principal, kind: "operator" })).toEqual([]);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:0:1:a:b:c:d", "2001:db8:0:1"],
  ["2001:0db8:0000:0001::d", "2001:db8:0:1"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
])("the address %s counts as %s", (address, client) => {
  expect(clientOf(new Headers({ "cf-connecting-ip": address }))).toBe(client);
});

test("an address draws from a second bucket when somebody signs in, both kept in one place", () => {
  const policies = policiesOfAddress(defaults, new Headers({ "cf-connecting-ip": "203.0.113.7" }), true);
  expect(policies.map(({ name }) => name)).toEqual(["address", "sign-in"]);
  expect(new Set(policies.map(({ actor }) => actor)).size).toBe(1);
});
