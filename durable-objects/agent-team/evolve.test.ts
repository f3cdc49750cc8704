import { describe, expect, it } from "vitest";
import { runAssumptionsSchema, type StepOutput, type Team } from "../../contracts/services/agent-teams.ts";
import { standardProfiles } from "../../workers/agent-teams/domain/profiles.ts";
import { evolve } from "./evolve.ts";
import type { RunEvent } from "./events.ts";
import { initialState, presentRun, stepOf, type RunState } from "./state.ts";

const team: Team = {
  id: "tea_00000000000000000000000001",
  name: "Team",
  profiles: standardProfiles,
  approvals: { marketing: "ask" },
  createdAt: "2026-01-01T00:00:00.000Z",
};
const output: StepOutput = {
  summary: "done",
  reason: "because",
  references: {},
  evidenceIds: [],
  calls: [],
  producedBy: { kind: "playbook", name: "niche-to-plan", version: "1.0.0" },
};
const started: RunEvent = {
  type: "run.started",
  data: { runId: "run_1", nicheId: "nch_1", team, assumptions: runAssumptionsSchema.parse({}), stated: ["budget"], seed: 3 },
};
const begins: RunEvent = { type: "step.started", data: { step: "research", attempt: 1, inputs: { nicheId: "nch_1" } } };
const begin = Date.UTC(2026, 0, 1);

/** The state after `events`, the first of which happened at midnight and each following one a second later. */
function after(...events: RunEvent[]): RunState {
  return events.reduce((state, event, index) => evolve(state, event, { time: begin + index * 1_000, sequence: index + 1 }), initialState);
}

describe("the state of a run", () => {
  it("measures each step from its start to its end", () => {
    const state = after(started, begins, { type: "step.completed", data: { step: "research", attempt: 1, output } });
    expect(stepOf(state, "research")).toEqual({
      key: "research",
      role: "researcher",
      status: "succeeded",
      attempt: 1,
      inputs: { nicheId: "nch_1" },
      startedAt: "2026-01-01T00:00:01.000Z",
      finishedAt: "2026-01-01T00:00:02.000Z",
      durationMs: 1_000,
      output,
    });
  });

  it("keeps a failed step's fault, and drops it with the next attempt", () => {
    const fault = { code: "unavailable" as const, detail: "no node", retryable: true };
    const failed: RunEvent[] = [
      started,
      begins,
      { type: "step.failed", data: { step: "research", attempt: 1, fault } },
      { type: "run.failed", data: { step: "research", reason: "no node" } },
    ];
    expect(stepOf(after(...failed), "research")).toMatchObject({ status: "failed", durationMs: 1_000, fault });
    expect(presentRun(after(...failed))).toMatchObject({ status: "failed", message: "no node", finishedAt: "2026-01-01T00:00:03.000Z" });

    const resumed = after(
      ...failed,
      { type: "run.resumed", data: { step: "research" } },
      { ...begins, data: { ...begins.data, attempt: 2 } },
    );
    expect(stepOf(resumed, "research")).toEqual({
      key: "research",
      role: "researcher",
      status: "running",
      attempt: 2,
      inputs: { nicheId: "nch_1" },
      startedAt: "2026-01-01T00:00:05.000Z",
    });
    const shown = presentRun(resumed);
    expect([shown?.status, shown?.message, shown?.finishedAt]).toEqual(["running", undefined, undefined]);
  });

  it("gives a step that failed without having been started no duration", () => {
    const fault = { code: "conflict" as const, detail: "rejected", retryable: false };
    const state = after(started, { type: "step.failed", data: { step: "marketing", attempt: 1, fault } });
    expect(stepOf(state, "marketing")).toMatchObject({ status: "failed", durationMs: 0, finishedAt: "2026-01-01T00:00:01.000Z" });
  });

  it("waits for a person with a term, and records who decided what and why", () => {
    const asked: RunEvent[] = [started, { type: "approval.requested", data: { step: "marketing", expiresAt: begin + 60_000 } }];
    expect(presentRun(after(...asked))).toMatchObject({
      status: "waiting",
      message: "The marketing step waits for an approval.",
      approvals: [{ step: "marketing", requestedAt: "2026-01-01T00:00:01.000Z", expiresAt: "2026-01-01T00:01:00.000Z" }],
    });
    const decide = (decision: "approved" | "rejected", by: string, note?: string): RunEvent => ({
      type: "approval.decided",
      data: { step: "marketing", decision, by, ...(note === undefined ? {} : { note }) },
    });
    // A later decision belongs to the later request: what was decided before stays as it is.
    const again = after(...asked, decide("rejected", "usr_1", "wrong tone"), ...asked.slice(1), decide("approved", "usr_2"));
    expect(again.approvals).toMatchObject([
      { decision: "rejected", decidedBy: "usr_1", note: "wrong tone" },
      { decision: "approved", decidedBy: "usr_2", requestedAt: "2026-01-01T00:00:03.000Z" },
    ]);
    expect(again.approvals[1]).not.toHaveProperty("note");
  });

  it("leaves what another step waits for undecided", () => {
    const state = after(
      started,
      { type: "approval.requested", data: { step: "marketing", expiresAt: begin } },
      { type: "approval.decided", data: { step: "price", decision: "approved", by: "usr_1" } },
    );
    expect(state.approvals[0]).not.toHaveProperty("decision");
  });

  it("skips what is open when cancelled and keeps what was done or failed", () => {
    const fault = { code: "conflict" as const, detail: "no", retryable: false };
    const state = after(
      started,
      begins,
      { type: "step.completed", data: { step: "research", attempt: 1, output } },
      { type: "step.failed", data: { step: "solution", attempt: 1, fault } },
      { type: "run.cancelled", data: { by: "usr_1" } },
    );
    expect(state.steps.map(({ status }) => status)).toEqual(["succeeded", "failed", "skipped", "skipped", "skipped", "skipped"]);
    expect(presentRun(state)).toMatchObject({ status: "cancelled", finishedAt: "2026-01-01T00:00:04.000Z" });
  });

  it("is numbered like its events, and the shown run counts the steps that succeeded", () => {
    const state = after(started, begins, { type: "step.completed", data: { step: "research", attempt: 1, output } });
    expect(presentRun(state)).toMatchObject({
      id: "run_1",
      version: 3,
      seed: 3,
      stated: ["budget"],
      startedAt: "2026-01-01T00:00:00.000Z",
      progress: { done: 1, total: 6, unit: "steps" },
    });
    expect(presentRun(initialState)).toBeUndefined();
  });

  it("has ended when the last step is done", () => {
    const shown = presentRun(after(started, { type: "run.completed", data: { steps: 6 } }));
    expect(shown).toMatchObject({ status: "succeeded", finishedAt: "2026-01-01T00:00:01.000Z" });
    expect(shown).not.toHaveProperty("message");
  });
});
