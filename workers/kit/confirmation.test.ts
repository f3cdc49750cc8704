import { expect, test } from "vitest";
import type { Principal } from "../../contracts/principal.ts";
import { requireConfirmation } from "./confirmation.ts";

const now = 1_800_000_000_000;
const person: Principal = { kind: "user", id: "usr_1", organisation: "org_0123456789", role: "owner", scopes: [] };
const refused = {
  ok: false,
  error: { code: "confirmation_required", detail: "You signed in a while ago. Confirm that it is you, then try again." },
};
const asked = (principal: Partial<Principal>) => requireConfirmation("eraseOrganisation", { ...person, ...principal }, now);

test("a proof counts for ten minutes, and none at all is an old one", () => {
  expect(asked({ authenticatedAt: now - 599_999 })).toEqual({ ok: true, value: undefined });
  expect(asked({ authenticatedAt: now - 600_000 })).toMatchObject(refused);
  expect(asked({})).toMatchObject(refused);
});

test.each(["api-key", "service", "agent", "operator"] as const)("of %s no proof is wanted: there is nobody to ask", (kind) => {
  expect(asked({ kind })).toEqual({ ok: true, value: undefined });
});

test("what is not marked wants none", () => {
  expect(requireConfirmation("deleteWebhook", person, now)).toEqual({ ok: true, value: undefined });
});
