import { expect, test } from "vitest";
import { scopesOfRole, type Role } from "../../../contracts/principal.ts";
import type { Me } from "../../../contracts/services/auth.ts";
import { permissionOf } from "./permission.ts";

function me(role: Role): Me {
  return {
    principal: { kind: "user", id: "usr_1", organisation: "org_0123456789", role, scopes: [...scopesOfRole[role]] },
    organisation: { id: "org_0123456789", name: "Ada's tools" },
    user: { id: "usr_1", email: "ada@example.com", name: "Ada", emailVerified: false },
    secondFactorWanted: false,
  };
}
const roles: Role[] = ["owner", "admin", "editor", "contributor", "viewer"];

test("administrators and owners may administer events", () => {
  const allowed = roles.filter((role) => permissionOf(me(role), { scope: "events:admin", role: "admin" }, "pause deliveries").allowed);
  expect(allowed).toEqual(["owner", "admin"]);
});

test("contributors and who may more change niches", () => {
  const allowed = roles.filter((role) => permissionOf(me(role), { scope: "niches:write", role: "contributor" }, "analyse").allowed);
  expect(allowed).toEqual(["owner", "admin", "editor", "contributor"]);
});

test("only owners may take everything out", () => {
  const allowed = roles.filter((role) => permissionOf(me(role), { scope: "database:admin", role: "owner" }, "export").allowed);
  expect(allowed).toEqual(["owner"]);
});

test("says who one is and who can do it instead", () => {
  expect(permissionOf(me("viewer"), { scope: "events:admin", role: "admin" }, "pause deliveries")).toEqual({
    allowed: false,
    reason: "You are a viewer of Ada's tools. Only an administrator or an owner can pause deliveries.",
  });
  expect(permissionOf(me("viewer"), { scope: "niches:write", role: "contributor" }, "analyse")).toMatchObject({
    reason: "You are a viewer of Ada's tools. Only a contributor, an editor, an administrator or an owner can analyse.",
  });
});

test("says what is missing where a second factor is demanded", () => {
  const shut = { ...me("owner"), secondFactorWanted: true, principal: { ...me("owner").principal, scopes: [] } };
  expect(permissionOf(shut, { scope: "events:admin", role: "admin" }, "pause deliveries")).toEqual({
    allowed: false,
    reason: "Ada's tools demands a second factor. Set one up to pause deliveries.",
  });
});
