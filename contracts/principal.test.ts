import { describe, expect, it } from "vitest";
import {
  type Principal,
  type Role,
  type Scope,
  agentPrincipal,
  authorize,
  authorizeOperator,
  giverOf,
  leastRoleWith,
  narrowedTo,
  operator,
  roles,
  scopes,
  scopesOfRole,
} from "./principal.ts";

/** The permission matrix as it is promised: the least role that may do each thing. Every role above it may do so too. */
const leastRole: Record<Scope, Role | "no role"> = {
  "niches:read": "viewer",
  "niches:write": "contributor",
  "monetization:read": "viewer",
  "monetization:write": "contributor",
  "marketing:read": "viewer",
  "marketing:write": "contributor",
  "teams:read": "viewer",
  "teams:write": "editor",
  "runs:approve": "editor",
  "models:read": "viewer",
  "models:infer": "contributor",
  "models:admin": "admin",
  "events:read": "viewer",
  "events:admin": "admin",
  "database:read": "viewer",
  "database:admin": "admin",
  "organisation:read": "viewer",
  "organisation:admin": "admin",
  "keys:read": "viewer",
  "keys:write": "admin",
  "installation:admin": "no role",
};
const rising: Role[] = ["viewer", "contributor", "editor", "admin", "owner"];

function principal(role: Role, allowed: readonly Scope[] = scopes): Principal {
  return { kind: "user", id: "usr_1", organisation: "org_0123456789", role, scopes: [...allowed] };
}

describe("the permission matrix", () => {
  it.each(scopes)("grants %s from its least role upwards and to nobody below", (scope) => {
    const may = rising.filter((role) => authorize(principal(role), scope).ok);
    const least = leastRole[scope];
    expect(may).toEqual(least === "no role" ? [] : rising.slice(rising.indexOf(least)));
  });

  it("names each permission of a role once", () => {
    expect(roles.toSorted()).toEqual(rising.toSorted());
    for (const role of roles) expect(new Set(scopesOfRole[role]).size).toBe(scopesOfRole[role].length);
  });
});

describe("authorizing", () => {
  it("gives the principal when its role and its own scopes both allow it", () => {
    const caller = principal("editor", ["runs:approve"]);
    expect(authorize(caller, "runs:approve")).toEqual({ ok: true, value: caller });
    // A key holds fewer scopes than its role; a scope beyond the role gives nothing.
    expect(authorize(caller, "niches:read")).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(authorize(principal("viewer", ["niches:write"]), "niches:write")).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });

  it.each([
    undefined,
    "usr_1",
    { ...principal("owner"), role: "root" },
    { ...principal("owner"), kind: "robot" },
    { ...principal("owner"), id: "" },
    { ...principal("owner"), organisation: "niches" },
    { ...principal("owner"), scopes: ["everything"] },
  ])("takes %j for nobody at all", (nobody) => {
    expect(authorize(nobody, "niches:read")).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  });
});

describe("an operator", () => {
  it("is nobody in any organisation", () => {
    expect(authorizeOperator(operator)).toEqual({ ok: true, value: operator });
    for (const scope of scopes) expect(authorize(operator, scope).ok).toBe(false);
  });

  it.each([
    principal("owner"),
    { ...principal("owner"), kind: "operator" as const },
    { ...operator, kind: "user" as const },
    { ...operator, scopes: [] },
  ])("is not %j", (somebody) => {
    expect(authorizeOperator(somebody)).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });
});

describe("an agent", () => {
  it("acts in its run's name, within its starter's organisation, role and scopes", () => {
    const starter = principal("contributor", ["niches:read", "niches:write", "marketing:read"]);
    expect(agentPrincipal(starter, "run_1", ["niches:read", "niches:write", "monetization:write"])).toEqual({
      kind: "agent",
      id: "run_1",
      organisation: starter.organisation,
      role: "contributor",
      scopes: ["niches:read", "niches:write"],
      onBehalfOf: { kind: "user", id: starter.id },
    });
  });

  it("without a profile may do nothing", () => {
    expect(agentPrincipal(principal("owner"), "run_1", []).scopes).toEqual([]);
  });
});

describe("whoever acts in somebody's name", () => {
  it.each([
    [principal("editor"), { kind: "user", id: principal("editor").id }],
    [agentPrincipal(principal("editor"), "run_1", []), { kind: "user", id: principal("editor").id }],
    [
      { ...principal("editor"), kind: "service" as const, id: "svc_1" },
      { kind: "service", id: "svc_1" },
    ],
    [operator, undefined],
  ])("says whose it is: %j", (acting, giver) => {
    expect(giverOf(acting)).toEqual(giver && { ...giver, organisation: acting.organisation });
  });

  it("may never do more than before, and never more than now", () => {
    const before = principal("editor", ["niches:read", "niches:write", "teams:write"]);
    expect(narrowedTo(before, principal("viewer", ["niches:read", "teams:read"]))).toEqual({
      ...before,
      role: "viewer",
      scopes: ["niches:read"],
    });
    expect(narrowedTo(before, principal("owner", [...before.scopes, "keys:write"]))).toEqual(before);
  });
});

it.each([
  [["niches:read"], "viewer"],
  [["niches:read", "niches:write"], "contributor"],
  [["runs:approve"], "editor"],
  [["organisation:admin"], "admin"],
  [["installation:admin"], "viewer"],
] as const)("a service with %j counts as %s", (wanted, role) => {
  expect(leastRoleWith(wanted)).toBe(role);
});
