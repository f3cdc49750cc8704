import { expect, test } from "vitest";
import type { Principal } from "../../../contracts/principal.ts";
import { limitsOf } from "./allowed.ts";
import type { Drawn } from "./door.ts";
import { policiesOfPrincipal } from "./policies.ts";
import { defaults, type LimitSettings } from "./settings.ts";

const quota = (tokens: number) => ({ tokens, seconds: 10 });
const settings: LimitSettings = {
  ...defaults,
  plans: { ...defaults.plans, large: { organisation: quota(300), user: quota(200), key: quota(100) } },
  organisations: { org_large: "large" },
};
const person: Principal = { kind: "user", id: "usr_1", organisation: "org_large", role: "viewer", scopes: [] };
const drawnBy = (who: Principal): Drawn =>
  policiesOfPrincipal(settings, who).map((policy, index) => ({ policy, remaining: 90 - index, moreInMs: 0 }));

test("tells the plan of the organisation, and what is left where the request drew from it", () => {
  expect(limitsOf(settings, person, drawnBy(person))).toEqual({
    plan: "large",
    quotas: [
      { policy: "organisation", requests: 300, seconds: 10, remaining: 89 },
      { policy: "user", requests: 200, seconds: 10, remaining: 90 },
      { policy: "key", requests: 100, seconds: 10 },
    ],
  });
  const service: Principal = { ...person, kind: "service", id: "svc_1" };
  expect(limitsOf(settings, service, drawnBy(service)).quotas.map(({ remaining }) => remaining)).toEqual([89, undefined, 90]);
});

test("an organisation that is not named has the plan of everybody, the operator has none", () => {
  expect(limitsOf(settings, { ...person, organisation: "org_other" }, [])).toMatchObject({
    plan: "standard",
    quotas: [{ requests: 12_000 }, {}, {}],
  });
  expect(limitsOf(settings, { ...person, kind: "operator" }, [])).toEqual({ plan: null, quotas: [] });
});
