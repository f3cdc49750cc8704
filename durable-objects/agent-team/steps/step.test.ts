import { describe, expect, it } from "vitest";
import { err, ok } from "../../../contracts/result.ts";
import { runAssumptionsSchema, type StepKey } from "../../../contracts/services/agent-teams.ts";
import { standardProfiles } from "../../../workers/agent-teams/domain/profiles.ts";
import { testPrincipal } from "../../kernel/given.ts";
import type { StepEffectInput } from "../events.ts";
import { output, reference, StepFault, stepPrincipal, value } from "./step.ts";

const inputOf = (step: StepKey, references: StepEffectInput["references"] = {}): StepEffectInput => ({
  step,
  attempt: 1,
  runId: "run_1",
  nicheId: "nch_1",
  team: {
    id: "tea_00000000000000000000000001",
    name: "Team",
    profiles: standardProfiles,
    approvals: { marketing: "ask" },
    createdAt: "2026-01-01T00:00:00.000Z",
  },
  assumptions: runAssumptionsSchema.parse({}),
  stated: [],
  seed: 1,
  references,
});

describe("a step", () => {
  it("acts as the agent whose work it is, never beyond the starter of the run", () => {
    expect(stepPrincipal(testPrincipal, inputOf("research"))).toEqual({
      kind: "agent",
      id: "run_1",
      organisation: testPrincipal.organisation,
      role: "owner",
      // The profile allows models:read as well; this starter does not have it.
      scopes: ["niches:read", "niches:write", "models:infer"],
      onBehalfOf: { kind: "user", id: testPrincipal.id },
    });
    expect(stepPrincipal(testPrincipal, inputOf("marketing")).scopes).toEqual([
      "niches:read",
      "monetization:read",
      "marketing:read",
      "marketing:write",
    ]);
  });

  it("may do nothing where its team has no profile for it", () => {
    const input = inputOf("research");
    expect(stepPrincipal(testPrincipal, { ...input, team: { ...input.team, profiles: [] } }).scopes).toEqual([]);
  });

  it("takes the value of a call, and fails with the call's own fault", () => {
    expect(value(ok(5))).toBe(5);
    const refused = err("overloaded", "Full.", { retryAfter: 3 });
    expect(() => value(refused)).toThrow(StepFault);
    expect(faultOf(() => value(refused))).toBe(refused.error);
  });

  it("fails for good when an earlier step has not left what it needs", () => {
    expect(reference(inputOf("price", { nicheId: "nch_2" }), "nicheId")).toBe("nch_2");
    expect(faultOf(() => reference(inputOf("projection"), "priceId"))).toMatchObject({ code: "conflict", retryable: false });
  });

  it("says that the playbook made its output, not a model", () => {
    const parts = { summary: "s", reason: "r", references: {}, evidenceIds: [], calls: [] };
    expect(output(parts).done.producedBy).toMatchObject({ kind: "playbook", name: "niche-to-plan" });
  });
});

function faultOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (cause) {
    return cause instanceof StepFault ? cause.fault : cause;
  }
}
