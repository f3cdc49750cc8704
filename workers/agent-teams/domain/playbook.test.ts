import { describe, expect, it } from "vitest";
import { stepKeys, type StepKey, type Team } from "../../../contracts/services/agent-teams.ts";
import { approvalLifetimeMs, approvesItself, needsApproval, nextStep, roleOfStep } from "./playbook.ts";
import { standardProfiles } from "./profiles.ts";

const team = (marketing: "ask" | "auto"): Team => ({
  id: "tea_00000000000000000000000001",
  name: "Team",
  profiles: standardProfiles,
  approvals: { marketing },
  createdAt: "2026-01-01T00:00:00.000Z",
});

describe("the playbook", () => {
  it("goes from research to feedback, each step by the agent whose work it is", () => {
    const order: StepKey[] = ["research"];
    for (let step = nextStep("research"); step; step = nextStep(step)) order.push(step);
    expect(order.map((step) => [step, roleOfStep[step]])).toEqual([
      ["research", "researcher"],
      ["solution", "developer"],
      ["price", "monetization"],
      ["projection", "monetization"],
      ["marketing", "marketing"],
      ["feedback", "feedback"],
    ]);
  });

  it("asks a person about marketing alone, and about nothing in a team that approves by itself", () => {
    expect(stepKeys.filter(needsApproval)).toEqual(["marketing"]);
    expect(stepKeys.filter((step) => approvesItself(step, team("auto")))).toEqual(["marketing"]);
    expect(stepKeys.filter((step) => approvesItself(step, team("ask")))).toEqual([]);
  });

  it("waits a week for an approval", () => {
    expect(new Date(Date.UTC(2026, 0, 1) + approvalLifetimeMs).toISOString()).toBe("2026-01-08T00:00:00.000Z");
  });
});
