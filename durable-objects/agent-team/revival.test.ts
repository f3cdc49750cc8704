import { describe, expect, it } from "vitest";
import { schemaOf } from "../../contracts/events/index.ts";
import type { Result } from "../../contracts/result.ts";
import { runAssumptionsSchema, type StepKey, type StepOutput, type Team } from "../../contracts/services/agent-teams.ts";
import { approvalLifetimeMs } from "../../workers/agent-teams/domain/playbook.ts";
import { standardProfiles } from "../../workers/agent-teams/domain/profiles.ts";
import { given } from "../kernel/given.ts";
import type { Decision } from "../kernel/types.ts";
import { runDecider } from "./decider.ts";
import type { RunCommand, RunEvent } from "./events.ts";

const team: Team = {
  id: "tea_00000000000000000000000001",
  name: "Team",
  profiles: standardProfiles,
  approvals: { marketing: "ask" },
  createdAt: "2026-01-01T00:00:00.000Z",
};
const runId = "run_00000000000000000000000001";
const plan = { runId, nicheId: "nch_1", team, assumptions: runAssumptionsSchema.parse({}), stated: [], seed: 1 };
const output: StepOutput = {
  summary: "done",
  reason: "because",
  references: { nicheId: "nch_best" },
  evidenceIds: [],
  calls: [],
  producedBy: { kind: "playbook", name: "niche-to-plan", version: "1.0.0" },
};
const fault = { code: "unavailable" as const, detail: "no node", retryable: true };
const complete = (step: StepKey): RunCommand => ({ type: "complete-step", step, attempt: 1, output });
const fail: RunCommand = { type: "fail-step", step: "research", attempt: 1, fault };
const redrive: RunCommand = { type: "redrive-step", step: "research", attempt: 1 };

/** The history that the commands leave, one after another. */
function after(...commands: RunCommand[]): RunEvent[] {
  return commands.reduce<RunEvent[]>((history, command) => {
    const decided = given(runDecider, history).when(command);
    if (!decided.ok) throw new Error(decided.error.detail);
    return [...history, ...decided.value.events];
  }, []);
}
const started: RunCommand = { type: "start", ...plan };
const untilMarketing = [started, ...(["research", "solution", "price", "projection"] as const).map(complete)];

function outcome(decided: Result<Decision<RunEvent>>) {
  if (!decided.ok) return decided.error.code;
  const { events, effects = [] } = decided.value;
  expect(events.filter(({ type, data }) => !schemaOf(type, 1)?.safeParse(data).success)).toEqual([]);
  return { events: events.map(({ type }) => type), effects: effects.map(({ id }) => id) };
}
const when = (history: RunEvent[], command: RunCommand) => outcome(given(runDecider, history).when(command));

describe("a run whose dead step is redriven", () => {
  it("runs again with the same attempt, whose outcome it takes", () => {
    const dead = after(started, fail);
    expect(given(runDecider, dead).state.status).toBe("failed");
    expect(when(dead, redrive)).toEqual({ events: ["run.resumed", "step.started"], effects: [] });
    const alive = after(started, fail, redrive);
    expect(given(runDecider, alive).state).toMatchObject({ status: "running", finishedAt: undefined, message: undefined });
    expect(given(runDecider, alive).state.steps[0]).toMatchObject({ status: "running", attempt: 1, inputs: { nicheId: "nch_1" } });
    expect(when(alive, complete("research"))).toEqual({
      events: ["step.completed", "step.started"],
      effects: [`${runId}-solution-1`],
    });
  });

  it("notices nothing when it never heard that the step had died", () => {
    expect(when(after(started), redrive)).toEqual({ events: [], effects: [] });
  });

  it("refuses when the step was started again since, when it does not wait for it, and when it is over", () => {
    expect(when(after(started, fail, { type: "resume" }), redrive)).toBe("conflict");
    expect(when(after(started, complete("research")), redrive)).toBe("conflict");
    expect(when(after(started, fail, { type: "cancel" }), redrive)).toBe("conflict");
  });
});

describe("a fork of a run", () => {
  const takeUp: RunCommand = { type: "take-up" };

  it("does the step anew that was under way", () => {
    expect(when(after(started), takeUp)).toEqual({ events: [], effects: [`${runId}-research-1`] });
  });

  it("asks anew for an approval that was waited for, with a deadline of its own", () => {
    const waiting = after(...untilMarketing);
    const decided = given(runDecider, waiting).when(takeUp, { now: 5_000 });
    expect(outcome(decided)).toEqual({ events: ["approval.decided", "approval.requested"], effects: [] });
    expect(decided).toMatchObject({ value: { timers: [{ name: "approval-marketing", at: 5_000 + approvalLifetimeMs }] } });
    const { state } = given(runDecider, [...waiting, ...(decided.ok ? decided.value.events : [])]);
    expect(state.approvals).toMatchObject([{ decision: "expired", decidedBy: "policy" }, { step: "marketing" }]);
    expect(state.status).toBe("waiting");
  });

  it("has nothing to do when the run had ended or failed", () => {
    expect(when(after(started, fail), takeUp)).toEqual({ events: [], effects: [] });
    expect(when(after(started, { type: "cancel" }), takeUp)).toEqual({ events: [], effects: [] });
  });

  it("goes on wherever between two events its past was cut", () => {
    const approve: RunCommand = { type: "decide", step: "marketing", decision: "approved" };
    const whole = after(...untilMarketing, approve, complete("marketing"), complete("feedback"));
    for (let version = 1; version < whole.length; version++) {
      const past = whole.slice(0, version);
      const decided = given(runDecider, past).when(takeUp);
      const taken = outcome(decided);
      const { state } = given(runDecider, [...past, ...(decided.ok ? decided.value.events : [])]);
      // Something is under way, a person is asked, or all is done.
      const effects = typeof taken === "string" ? 0 : taken.effects.length;
      expect({ version, effects, status: state.status }).toEqual({
        version,
        effects: state.status === "running" ? 1 : 0,
        status: expect.stringMatching(/running|waiting|succeeded/),
      });
    }
  });
});
