import { describe, expect, it } from "vitest";
import { runAssumptionsSchema, stepKeys, type StepKey, type StepOutput, type Team } from "../../contracts/services/agent-teams.ts";
import { schemaOf } from "../../contracts/events/index.ts";
import { approvalLifetimeMs } from "../../workers/agent-teams/domain/playbook.ts";
import { standardProfiles } from "../../workers/agent-teams/domain/profiles.ts";
import { given } from "../kernel/given.ts";
import { runDecider } from "./decider.ts";
import type { RunCommand, RunEvent } from "./events.ts";
import { presentRun, type RunState } from "./state.ts";

const teamAsking: Team = {
  id: "tea_00000000000000000000000001",
  name: "Team",
  profiles: standardProfiles,
  approvals: { marketing: "ask" },
  createdAt: "2026-01-01T00:00:00.000Z",
};
const start = (team: Team): RunCommand => ({
  type: "start",
  runId: "run_00000000000000000000000001",
  nicheId: "nch_00000000000000000000000001",
  team,
  assumptions: runAssumptionsSchema.parse({}),
  stated: [],
  seed: 1,
});
const output = (references: StepOutput["references"] = {}): StepOutput => ({
  summary: "done",
  reason: "because",
  references,
  evidenceIds: [],
  calls: [],
  producedBy: { kind: "playbook", name: "niche-to-plan", version: "1.0.0" },
});
const complete = (step: StepKey, references = {}, attempt = 1): RunCommand => ({
  type: "complete-step",
  step,
  attempt,
  output: output(references),
});

const failing = (step: StepKey, attempt = 1): RunCommand => ({
  type: "fail-step",
  step,
  attempt,
  fault: { code: "unavailable", detail: "no node", retryable: true },
});

/** Plays commands one after another; the history that they leave. */
function play(commands: RunCommand[]): { history: RunEvent[]; state: RunState; effects: string[] } {
  let history: RunEvent[] = [];
  const effects: string[] = [];
  for (const command of commands) {
    const decided = given(runDecider, history).when(command);
    if (!decided.ok) throw new Error(decided.error.detail);
    history = [...history, ...decided.value.events];
    effects.push(...(decided.value.effects ?? []).map((effect) => effect.id));
  }
  return { history, state: given(runDecider, history).state, effects };
}

const untilMarketing: RunCommand[] = [
  start(teamAsking),
  complete("research", { nicheId: "nch_x" }),
  complete("solution"),
  complete("price", { priceId: "prc_x" }),
  complete("projection"),
];

describe("a run", () => {
  it("starts with research and hands each step what the ones before produced", () => {
    const { history, effects } = play([start(teamAsking), complete("research", { nicheId: "nch_best" }), complete("solution")]);
    expect(history.map((event) => event.type)).toEqual([
      "run.started",
      "step.started",
      "step.completed",
      "step.started",
      "step.completed",
      "step.started",
    ]);
    expect(effects).toEqual(["research", "solution", "price"].map((step) => `run_00000000000000000000000001-${step}-1`));
    expect(history.at(-1)).toMatchObject({ data: { step: "price", inputs: { nicheId: "nch_best" } } });
  });

  it("asks before the marketing step and starts nothing until a person decides", () => {
    const decided = given(runDecider, play(untilMarketing.slice(0, -1)).history).when(complete("projection"), { now: 5_000 });
    expect(decided).toMatchObject({
      ok: true,
      value: {
        events: [
          { type: "step.completed" },
          { type: "approval.requested", data: { step: "marketing", expiresAt: 5_000 + approvalLifetimeMs } },
        ],
        timers: [{ name: "approval-marketing", at: 5_000 + approvalLifetimeMs }],
      },
    });
    expect(decided.ok && decided.value.effects).toBeFalsy();
    expect(play(untilMarketing).state).toMatchObject({ status: "waiting" });
  });

  it("goes on after an approval and refuses a second approval of the same step", () => {
    const approve: RunCommand = { type: "decide", step: "marketing", decision: "approved" };
    const { history, effects } = play([...untilMarketing, approve]);
    expect(effects.at(-1)).toBe("run_00000000000000000000000001-marketing-1");
    expect(given(runDecider, history).when(approve)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("approves by policy when the team says so, and the record names the policy", () => {
    const commands = [start({ ...teamAsking, approvals: { marketing: "auto" } }), ...untilMarketing.slice(1)];
    const { state } = play(commands);
    expect(state.status).toBe("running");
    expect(state.approvals).toMatchObject([{ step: "marketing", decision: "approved", decidedBy: "policy" }]);
  });

  it("fails with the note when rejected, and asks again when resumed", () => {
    const { state, history } = play([
      ...untilMarketing,
      { type: "decide", step: "marketing", decision: "rejected", note: "wrong audience" },
    ]);
    expect(state).toMatchObject({ status: "failed", message: "The marketing step was rejected: wrong audience" });
    const resumed = given(runDecider, history).when({ type: "resume" });
    expect(resumed).toMatchObject({ ok: true, value: { events: [{ type: "run.resumed" }, { type: "approval.requested" }] } });
  });

  it("fails when nobody approves in time, and ignores a timer that comes after the decision", () => {
    const expire: RunCommand = { type: "expire-approval", step: "marketing" };
    expect(play([...untilMarketing, expire]).state).toMatchObject({
      status: "failed",
      approvals: [{ decision: "expired", decidedBy: "policy" }],
    });
    const approved = play([...untilMarketing, { type: "decide", step: "marketing", decision: "approved" }]);
    expect(given(runDecider, approved.history).when(expire)).toMatchObject({ ok: true, value: { events: [] } });
  });

  it("writes only events that the catalogue accepts, also of a step that failed before it began", () => {
    const approve: RunCommand = { type: "decide", step: "marketing", decision: "approved" };
    const reject: RunCommand = { type: "decide", step: "marketing", decision: "rejected", note: "wrong audience" };
    const histories = [
      [...untilMarketing, reject, { type: "resume" as const }, approve, failing("marketing"), { type: "resume" as const }],
      [
        ...untilMarketing,
        { type: "expire-approval" as const, step: "marketing" as const },
        { type: "resume" as const },
        { type: "cancel" as const },
      ],
      [...untilMarketing, approve, complete("marketing"), complete("feedback")],
    ].map((commands) => play(commands).history);
    for (const { type, data } of histories.flat()) expect([type, schemaOf(type, 1)?.safeParse(data).error]).toEqual([type, undefined]);
    // Every kind of event was written at least once.
    expect(new Set(histories.flat().map(({ type }) => type)).size).toBe(10);
  });

  it("ends after the last step with all steps done", () => {
    const { state } = play([
      ...untilMarketing,
      { type: "decide", step: "marketing", decision: "approved" },
      complete("marketing"),
      complete("feedback"),
    ]);
    expect(presentRun(state)).toMatchObject({ status: "succeeded", progress: { done: stepKeys.length, total: stepKeys.length } });
  });

  it("keeps the fault of a failed step and resumes it as a new attempt", () => {
    const commands = [start(teamAsking), complete("research"), failing("solution")];
    const failed = play(commands);
    expect(failed.state).toMatchObject({ status: "failed", message: "The solution step failed: no node" });
    const resumed = play([...commands, { type: "resume" }]);
    expect(resumed.effects.at(-1)).toBe("run_00000000000000000000000001-solution-2");
    // A late answer of the first attempt changes nothing.
    expect(given(runDecider, resumed.history).when(complete("solution", {}, 1))).toMatchObject({ ok: true, value: { events: [] } });
  });

  it("cancelled starts nothing more and drops the running effect", () => {
    const { history } = play([start(teamAsking)]);
    const cancelled = given(runDecider, history).when({ type: "cancel" });
    expect(cancelled).toMatchObject({
      ok: true,
      value: { events: [{ type: "run.cancelled" }], cancel: ["run_00000000000000000000000001-research-1"] },
    });
    const after = play([start(teamAsking), { type: "cancel" }]);
    expect(after.state.steps.every((step) => step.status === "skipped")).toBe(true);
    expect(given(runDecider, after.history).when({ type: "resume" })).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("cancelled while it waits stops the approval's clock and has no effect to drop", () => {
    const cancelled = given(runDecider, play(untilMarketing).history).when({ type: "cancel" });
    expect(cancelled).toMatchObject({ ok: true, value: { cancel: [], timers: [{ name: "approval-marketing", at: null }] } });
    expect(given(runDecider, play([...untilMarketing, { type: "cancel" }]).history).when({ type: "cancel" })).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });

  it("ignores what a step reports after the run was cancelled", () => {
    const { history } = play([start(teamAsking), { type: "cancel" }]);
    expect(given(runDecider, history).when(complete("research"))).toEqual({ ok: true, value: { events: [] } });
    expect(given(runDecider, history).when(failing("research"))).toEqual({ ok: true, value: { events: [] } });
  });

  it("ignores a failure of a step that does not run, or of an attempt that is over", () => {
    const { history } = play([start(teamAsking)]);
    expect(given(runDecider, history).when(failing("price"))).toEqual({ ok: true, value: { events: [] } });
    expect(given(runDecider, history).when(failing("research", 2))).toEqual({ ok: true, value: { events: [] } });
    expect(given(runDecider, history).when(complete("price"))).toEqual({ ok: true, value: { events: [] } });
  });

  it("does not ask again about a step that was approved and then failed", () => {
    const failed = [
      ...untilMarketing,
      { type: "decide" as const, step: "marketing" as const, decision: "approved" as const },
      failing("marketing"),
    ];
    const resumed = given(runDecider, play(failed).history).when({ type: "resume" });
    expect(resumed).toMatchObject({
      ok: true,
      value: {
        events: [{ type: "run.resumed" }, { type: "step.started", data: { step: "marketing", attempt: 2 } }],
        effects: [{ id: "run_00000000000000000000000001-marketing-2", type: "step" }],
      },
    });
  });

  it("stops the approval's clock with the decision, and records who decided", () => {
    const decided = given(runDecider, play(untilMarketing).history).when({
      type: "decide",
      step: "marketing",
      decision: "approved",
      note: "go",
    });
    expect(decided).toMatchObject({
      ok: true,
      value: {
        events: [
          { type: "approval.decided", data: { by: "usr_00000000000000000000000001", note: "go" } },
          { type: "step.started", data: { step: "marketing", attempt: 1, inputs: { nicheId: "nch_x", priceId: "prc_x" } } },
        ],
        timers: [{ name: "approval-marketing", at: null }],
      },
    });
  });

  it("takes a decision only on the step that waits for one, and a resumption only when it failed", () => {
    const { history } = play(untilMarketing);
    expect(given(runDecider, history).when({ type: "decide", step: "price", decision: "approved" })).toMatchObject({
      ok: false,
      error: { code: "conflict", detail: "The price step does not wait for an approval: it is succeeded." },
    });
    expect(given(runDecider, history).when({ type: "resume" })).toMatchObject({
      ok: false,
      error: { code: "conflict", detail: expect.stringContaining("waiting") },
    });
  });

  it("hands a step the latest word of the steps before it, and everything else that it works from", () => {
    const commands = [start(teamAsking), complete("research", { nicheId: "nch_a" }), complete("solution", { nicheId: "nch_b" })];
    const before = play(commands.slice(0, -1)).history;
    const decided = given(runDecider, before).when(complete("solution", { nicheId: "nch_b" }));
    expect(decided).toMatchObject({
      ok: true,
      value: { effects: [{ input: { step: "price", attempt: 1, seed: 1, references: { nicheId: "nch_b" }, team: teamAsking } }] },
    });
  });

  it.each<RunCommand>([
    { type: "resume" },
    { type: "cancel" },
    { type: "decide", step: "marketing", decision: "approved" },
    { type: "expire-approval", step: "marketing" },
  ])("that was never started does not exist for $type", (command) => {
    expect(given(runDecider, []).when(command)).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("is started only once", () => {
    expect(given(runDecider, play([start(teamAsking)]).history).when(start(teamAsking))).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });
});
