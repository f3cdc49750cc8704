import { describe, expect, it } from "vitest";
import { actorKinds, actorName, commandEnvelopeSchema, identityOfSubject, subjectOf } from "./actor.ts";

describe("an actor's identity", () => {
  it.each(actorKinds)("of kind %s survives being a subject", (kind) => {
    const identity = { kind, organisation: "org_0123456789", id: "id_1" };
    expect(subjectOf(identity)).toBe(`${kind}/org_0123456789/id_1`);
    expect(identityOfSubject(subjectOf(identity))).toEqual(identity);
  });

  it.each(["", "niche", "niche/org", "niche/org/", "niche//id", "/org/id", "invoice/org/id", "Niche/org/id"])(
    "is not found in %j",
    (subject) => {
      expect(identityOfSubject(subject)).toBeUndefined();
    },
  );

  it("has a name that begins with its tenant's, so that equal ids of two tenants are two actors", () => {
    expect(actorName("org_a", "nch_1")).toBe("org_a/nch_1");
    expect(actorName("org_b", "nch_1")).not.toBe(actorName("org_a", "nch_1"));
  });
});

describe("a command's envelope", () => {
  const envelope = {
    id: "cmd-1",
    principal: { kind: "user", id: "usr_1", organisation: "org_0123456789", role: "owner", scopes: [] },
    organisation: "org_0123456789",
    actorId: "nch_1",
  };

  it("may name the version that it expects, counted from 0", () => {
    const accepted = [0, 7, -1, 1.5].filter((expectedVersion) => commandEnvelopeSchema.safeParse({ ...envelope, expectedVersion }).success);
    expect(accepted).toEqual([0, 7]);
  });

  it("needs an idempotency key of 1 to 200 characters and a principal", () => {
    const accepted = ["", "x", "x".repeat(200), "x".repeat(201)].filter(
      (id) => commandEnvelopeSchema.safeParse({ ...envelope, id }).success,
    );
    expect(accepted.map((id) => id.length)).toEqual([1, 200]);
    expect(commandEnvelopeSchema.safeParse({ ...envelope, principal: undefined }).success).toBe(false);
  });
});
