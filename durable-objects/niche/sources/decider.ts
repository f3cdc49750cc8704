/** Rules of a niche about its sources: when one is fetched, what came of it, when it is given up. Pure. */
import type { FetchFinished } from "../../../contracts/events/niche-analysis.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { maxSources, type PauseReason, type SourceError, type SourceSettings } from "../../../contracts/services/niche-sources.ts";
import type { Decision, DecisionContext } from "../../kernel/types.ts";
import { happened, type NicheEvent } from "../events.ts";
import type { NicheState } from "../state.ts";
import { dueTimer, fetchEffect, fetchEffectId } from "./plan.ts";
import type { SourceState } from "./state.ts";

export type SourceCommand =
  | { type: "add-source"; settings: SourceSettings }
  | { type: "pause-source" | "resume-source" | "fetch-source" | "remove-source"; sourceId: string }
  /** Its time has come. */
  | { type: "source-due"; sourceId: string }
  /** `imported`: the rows that are written beside this turn, none of them known before. */
  | {
      type: "fetched";
      data: Omit<FetchFinished, "nextAt">;
      imported?: { batchId: string; added: number; copies: number; report: ImportReport };
    }
  /** `afterMs`: it wants to be left alone so long. `gone`: for good. */
  | { type: "fetch-failed"; sourceId: string; run: number; error: SourceError; afterMs?: number; gone?: boolean }
  | { type: "fetch-redriven" };

type Decided = Result<Decision<NicheEvent>>;
type Of<Type extends SourceCommand["type"]> = Extract<SourceCommand, { type: Type }>;

const minute = 60_000;
/** Where a fetch left something for the next, that one comes this soon. */
const soon = 15 * minute;
/** Failures in a row after which a source is given up. */
const mostFailures = 10;
const nothing: Decided = ok({ events: [] });

const types: readonly string[] = [
  "add-source",
  "pause-source",
  "resume-source",
  "fetch-source",
  "remove-source",
  "source-due",
  "fetched",
  "fetch-failed",
  "fetch-redriven",
] satisfies SourceCommand["type"][];

export function isSourceCommand(command: { type: string }): command is SourceCommand {
  return types.includes(command.type);
}

export function decideSource(state: NicheState, command: SourceCommand, context: DecisionContext): Decided {
  switch (command.type) {
    case "add-source":
      return add(state, command, context);
    case "fetched":
      return fetched(state, command, context);
    case "fetch-failed":
      return fetchFailed(state, command, context);
    case "fetch-redriven":
      return err("conflict", "A source is fetched again at its next time, or at once when somebody asks for it. Discard this effect.");
    case "source-due": {
      const source = find(state, command.sourceId);
      return source && source.pausedReason === undefined && !source.fetching ? ok(begin(source, "due")) : nothing;
    }
    default: {
      const source = find(state, command.sourceId);
      return source ? control(source, command, context) : err("not_found", `This niche has no source ${command.sourceId}.`);
    }
  }
}

function add({ sources, sourcesAdded }: NicheState, { settings }: Of<"add-source">, { principal }: DecisionContext): Decided {
  if (sources.length >= maxSources) return err("conflict", `A niche has at most ${maxSources} sources. Remove one first.`);
  if (sources.some((known) => sameThing(known.settings, settings))) return err("conflict", "This niche has this source already.");
  const id = `source-${sourcesAdded + 1}`;
  const started = happened("fetch.started", { sourceId: id, run: 1, cause: "added" });
  return ok({
    events: [happened("source.added", { sourceId: id, settings, addedBy: principal.id }), started],
    effects: [fetchEffect({ id, settings, cursor: undefined }, 1)],
    value: { id },
  });
}

/** Whether both ask for the same, however often. */
function sameThing(one: SourceSettings, other: SourceSettings): boolean {
  const asked = ({ intervalMinutes: _, ...what }: SourceSettings) => JSON.stringify(Object.entries(what).toSorted());
  return asked(one) === asked(other);
}

type Control = Extract<SourceCommand, { type: "pause-source" | "resume-source" | "fetch-source" | "remove-source" }>;

function control(source: SourceState, { type, sourceId }: Control, { now, principal }: DecisionContext): Decided {
  const value = { id: sourceId };
  const stop = { timers: [dueTimer(sourceId, null)], cancel: source.fetching ? [fetchEffectId(sourceId, source.runs)] : [] };
  switch (type) {
    case "pause-source":
      if (source.pausedReason !== undefined) return ok({ events: [], value });
      return ok({ events: [happened("source.paused", { sourceId, reason: "asked", pausedBy: principal.id })], ...stop, value });
    case "resume-source": {
      if (source.pausedReason === undefined) return ok({ events: [], value });
      const nextAt = Math.max(now, source.nextAt ?? now);
      const resumed = happened("source.resumed", { sourceId, nextAt, resumedBy: principal.id });
      return ok({ events: [resumed], timers: [dueTimer(sourceId, nextAt)], value });
    }
    case "fetch-source":
      if (source.pausedReason !== undefined) return err("conflict", "This source is paused. Resume it first.");
      return source.fetching ? ok({ events: [], value }) : ok({ ...begin(source, "asked"), value });
    case "remove-source":
      return ok({ events: [happened("source.removed", { sourceId, removedBy: principal.id })], ...stop, value });
  }
}

function begin(source: SourceState, cause: "due" | "asked"): Decision<NicheEvent> {
  const run = source.runs + 1;
  return {
    events: [happened("fetch.started", { sourceId: source.id, run, cause })],
    effects: [fetchEffect(source, run)],
    timers: [dueTimer(source.id, null)],
  };
}

function fetched(state: NicheState, { data, imported }: Of<"fetched">, { now }: DecisionContext): Decided {
  const source = running(state, data);
  // Whoever paused or removed it has cancelled the effect; this is for one that came back all the same.
  if (!source) return err("conflict", "This fetch was given up meanwhile.");
  const interval = source.settings.intervalMinutes * minute;
  const nextAt = now + (data.more ? Math.min(soon, interval) : interval);
  const evidence =
    imported &&
    happened("evidence.imported", {
      ...imported,
      total: state.evidenceCount + imported.added,
      copies: { added: imported.copies, total: state.copyCount + imported.copies },
    });
  return ok({
    events: [...(evidence ? [evidence] : []), happened("fetch.finished", { ...data, nextAt })],
    timers: [dueTimer(source.id, nextAt)],
  });
}

function fetchFailed(
  state: NicheState,
  { sourceId, run, error, afterMs = 0, gone }: Of<"fetch-failed">,
  { now }: DecisionContext,
): Decided {
  const source = running(state, { sourceId, run });
  if (!source) return nothing;
  const nextAt = now + Math.max(source.settings.intervalMinutes * minute, afterMs);
  const failure = happened("fetch.failed", { sourceId, run, error, nextAt });
  const reason: PauseReason | undefined = gone === true ? "gone" : source.failures + 1 >= mostFailures ? "failing" : undefined;
  if (reason === undefined) return ok({ events: [failure], timers: [dueTimer(sourceId, nextAt)] });
  return ok({ events: [failure, happened("source.paused", { sourceId, reason })], timers: [dueTimer(sourceId, null)] });
}

/** Sources that came along in a fork wait until somebody resumes them: the niche that they come from goes on fetching. */
export function pausedInFork({ sources }: NicheState): NicheEvent[] {
  return sources
    .filter(({ pausedReason }) => pausedReason === undefined)
    .map(({ id }) => happened("source.paused", { sourceId: id, reason: "forked" }));
}

function find({ sources }: NicheState, sourceId: string): SourceState | undefined {
  return sources.find(({ id }) => id === sourceId);
}

function running(state: NicheState, { sourceId, run }: { sourceId: string; run: number }): SourceState | undefined {
  const source = find(state, sourceId);
  return source?.fetching === true && source.runs === run ? source : undefined;
}
