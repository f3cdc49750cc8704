import { describe, expect, it } from "vitest";
import { principalHeader, type Principal } from "../../contracts/principal.ts";
import { serviceApp } from "./app.ts";
import { faultOfErasure } from "./erasure.ts";

const principal: Principal = { kind: "user", id: "usr_1", organisation: "org_00000000000000000000000001", role: "owner", scopes: [] };
const refusedByTrigger = new Error("Failed query: insert into commands", {
  cause: new Error("D1_ERROR: this organisation is being erased: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)"),
});

describe("a failure that an erasure has caused", () => {
  it("is a conflict for what would have begun, and the absence of what was asked", () => {
    expect(faultOfErasure(refusedByTrigger)?.error).toMatchObject({ code: "conflict", retryable: false });
    expect(faultOfErasure(new Error("erased"))?.error.code).toBe("not_found");
  });

  it("is not any other failure, even one that speaks of erasing", () => {
    for (const failure of [new Error("could not be erased"), new Error("UNIQUE constraint failed"), "erased", undefined])
      expect(faultOfErasure(failure)).toBeUndefined();
  });

  it.each([
    ["a command", refusedByTrigger, 409, "conflict"],
    ["a call that its actor did not survive", new Error("erased"), 404, "not_found"],
    ["anything else", new Error("the disk is full"), 500, "internal"],
  ])("is said so over HTTP: %s", async (_, failure, status, code) => {
    const app = serviceApp();
    app.get("/", () => {
      throw failure;
    });
    const answer = await app.request("/", { headers: { [principalHeader]: JSON.stringify(principal) } });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});
