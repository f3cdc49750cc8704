import { describe, expect, test } from "vitest";
import { runAssumptionsSchema, stepKeys, type Run } from "../../../contracts/services/agent-teams.ts";
import { feedRun } from "./run-feed.ts";

const begun = Date.parse("2026-11-01T10:00:00.000Z");
const run: Run = {
  id: "run_01m82hpb05caxdhz178y8ftb9r",
  team: {
    id: "tea_01m82hpb05caxdhz178y8ftb9r",
    name: "Team",
    profiles: [],
    approvals: { marketing: "ask" },
    createdAt: "2026-11-01T09:00:00.000Z",
  },
  nicheId: "nch_01m82hp8fk8y1b0jw99hh2kg8e",
  assumptions: runAssumptionsSchema.parse({}),
  stated: [],
  seed: 1,
  status: "running",
  progress: { done: 0, total: stepKeys.length, unit: "steps" },
  steps: stepKeys.map((key) => ({ key, role: "researcher", status: "pending", attempt: 0 })),
  approvals: [],
  version: 1,
  startedAt: "2026-11-01T10:00:00.000Z",
};

const output = {
  summary: "Done.",
  reason: "Because.",
  references: { priceId: "prc_1" },
  evidenceIds: [],
  calls: [],
  producedBy: { kind: "playbook", name: "niche-to-plan", version: "1.0.0" },
};

/** Feeds events numbered from the run's version on, one second apart. */
function after(...events: readonly (readonly [type: string, data: unknown])[]): { run: Run; reread: boolean } {
  return events.reduce<{ run: Run; reread: boolean }>(
    ({ run: known }, [type, data], index) =>
      feedRun(known, { sequence: run.version + 1 + index, type, time: begun + 1_000 * (index + 1), data }),
    { run, reread: false },
  );
}

describe("a run that is fed events", () => {
  test("shows a step start and finish, with its duration and what it made", () => {
    const fed = after(
      ["step.started", { step: "price", attempt: 1, inputs: { a: 1 } }],
      ["step.completed", { step: "price", attempt: 1, output }],
    );
    const step = fed.run.steps.find(({ key }) => key === "price");
    expect(fed.reread).toBe(false);
    expect(step).toMatchObject({ status: "succeeded", attempt: 1, durationMs: 1_000, inputs: { a: 1 }, output });
    expect(fed.run.progress).toEqual({ done: 1, total: 6, unit: "steps" });
    expect(fed.run.version).toBe(3);
  });

  test("waits for an approval and records who decided", () => {
    const expiresAt = begun + 7 * 86_400_000;
    const asked = after(["approval.requested", { step: "marketing", expiresAt }]);
    expect(asked.run.status).toBe("waiting");
    expect(asked.run.approvals).toEqual([
      { step: "marketing", requestedAt: "2026-11-01T10:00:01.000Z", expiresAt: "2026-11-08T10:00:00.000Z" },
    ]);
    const decided = after(
      ["approval.requested", { step: "marketing", expiresAt }],
      ["approval.decided", { step: "marketing", decision: "approved", by: "usr_1", note: "go" }],
    );
    expect(decided.run.approvals[0]).toMatchObject({ decision: "approved", decidedBy: "usr_1", note: "go" });
  });

  test("leaves the decisions that were made before as they are", () => {
    const ask = ["approval.requested", { step: "marketing", expiresAt: begun }] as const;
    const fed = after(
      ask,
      ["approval.decided", { step: "marketing", decision: "rejected", by: "usr_1" }],
      ask,
      ["approval.decided", { step: "marketing", decision: "approved", by: "usr_2" }],
      ask,
    );
    expect(fed.run.approvals.map(({ decision }) => decision)).toEqual(["rejected", "approved", undefined]);
  });

  test("shows why a step failed", () => {
    const fault = { code: "unavailable", detail: "No node.", retryable: true };
    const fed = after(
      ["step.started", { step: "research", attempt: 2, inputs: {} }],
      ["step.failed", { step: "research", attempt: 2, fault }],
    );
    expect(fed.run.steps[0]).toMatchObject({ status: "failed", attempt: 2, fault });
  });

  test("ends when it is complete", () => {
    const fed = after(["run.completed", { steps: 6 }]);
    expect(fed.run).toMatchObject({ status: "succeeded", finishedAt: "2026-11-01T10:00:01.000Z" });
  });

  test("ignores what it has seen, and is read again after a gap or for what it cannot draw", () => {
    const started = { type: "step.started", time: begun, data: { step: "price", attempt: 1, inputs: {} } };
    expect(feedRun(run, { ...started, sequence: 1 })).toEqual({ run, reread: false });
    expect(feedRun(run, { ...started, sequence: 3 })).toEqual({ run, reread: true });
    for (const type of ["step.started", "step.completed", "step.failed", "approval.requested", "approval.decided"]) {
      expect(feedRun(run, { ...started, type, sequence: 2, data: { step: "no such step" } })).toEqual({ run, reread: true });
    }
    expect(feedRun(run, { ...started, sequence: 2, type: "run.cancelled" }).reread).toBe(true);
  });
});
