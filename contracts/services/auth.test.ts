import { describe, expect, it } from "vitest";
import * as contract from "./auth.ts";

describe("signing up", () => {
  const form = { email: "a@b.example", password: "correct horse", name: " Ann ", organisationName: " Bakery " };

  it("takes names without the blanks around them, and none that is blank", () => {
    expect(contract.signUpSchema.parse(form)).toMatchObject({ name: "Ann", organisationName: "Bakery" });
    for (const change of [{ name: "  " }, { organisationName: "" }, { name: "x".repeat(101) }])
      expect([change, contract.signUpSchema.safeParse({ ...form, ...change }).success]).toEqual([change, false]);
  });

  it("takes addresses up to the length of a path (RFC 5321, erratum 1690) and leaves passwords as they are typed", () => {
    const sized = (length: number) => contract.signUpSchema.safeParse({ ...form, email: "a".repeat(length) }).success;
    expect([sized(254), sized(255)]).toEqual([true, false]);
    expect(contract.signUpSchema.parse({ ...form, password: "  two blanks  " }).password).toBe("  two blanks  ");
  });

  it("wants passwords of 8 to 128 characters (NIST SP 800-63B asks for at least 8 and for room for 64)", () => {
    expect(contract.passwordLength).toEqual({ min: 8, max: 128 });
  });

  it("keeps its session in a cookie that browsers bind to this host alone (RFC 6265bis, `__Host-`)", () => {
    expect(contract.sessionCookie.startsWith("__Host-")).toBe(true);
  });
});

describe("a new API key", () => {
  it("may do something, and nothing that does not exist", () => {
    const scoped = (...scopes: string[]) => contract.newApiKeySchema.safeParse({ name: "k", scopes }).success;
    expect([scoped("niches:read"), scoped(), scoped("niches:read", "everything")]).toEqual([true, false, false]);
  });

  it("expires at an instant, not on a day somewhere", () => {
    const until = (expiresAt: string) => contract.newApiKeySchema.safeParse({ name: "k", scopes: ["niches:read"], expiresAt }).success;
    expect([until("2027-01-01T00:00:00Z"), until("2027-01-01")]).toEqual([true, false]);
  });
});
