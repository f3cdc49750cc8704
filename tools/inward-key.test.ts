import { expect, it } from "vitest";
import { principalHeader, type Principal } from "../contracts/principal.ts";
import { Vouching } from "../workers/gateway/vouching.ts";
import { vouched } from "../workers/kit/vouched.ts";
import { rotation } from "./inward-key.ts";
import { inwardVariables, newInwardKey } from "./system/secrets.ts";

const principal: Principal = { kind: "user", id: "usr_1", organisation: "org_0123456789", role: "viewer", scopes: [] };

async function isBelieved(key: string, jwks: string): Promise<boolean> {
  const token = await new Vouching(key, () => Date.now()).token(principal, "marketing");
  const request = new Request("http://service/", { headers: { [principalHeader]: token } });
  return (await vouched(request, jwks, "marketing", Date.now())).headers.has(principalHeader);
}

it("believes the old key and the new one while one takes the place of the other, and then the new one alone", async () => {
  const old = newInwardKey();
  const { both, key, alone } = rotation(inwardVariables(old).INWARD_JWKS, newInwardKey());
  expect([await isBelieved(old, both), await isBelieved(key, both)]).toEqual([true, true]);
  expect([await isBelieved(old, alone), await isBelieved(key, alone)]).toEqual([false, true]);
  expect(both + alone).not.toContain('"d":');
});

it("takes no private key for a set of public ones", () => {
  expect(() => rotation(newInwardKey(), newInwardKey())).toThrow("never that of INWARD_KEY");
  expect(() => rotation(JSON.stringify({ keys: [JSON.parse(newInwardKey())] }), newInwardKey())).toThrow("never that of INWARD_KEY");
  expect(() => rotation("nonsense", newInwardKey())).toThrow("INWARD_JWKS");
});
