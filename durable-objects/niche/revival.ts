/** Rules of a niche about work that goes on: a dead effect that is tried again, and what a fork takes up. Pure. */
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { Decision, NewEffect } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { happened, type NicheEvent } from "./events.ts";
import { matchEffects, isMatching } from "./market-tables.ts";
import { embedEffects, prepareEffect, themesEffectOf } from "./plan.ts";
import { pausedInFork } from "./sources/decider.ts";
import { isAnalysing, isDiscovering, type AnalysisState, type NicheState } from "./state.ts";

type Decided = Result<Decision<NicheEvent>>;
type Redriven = Extract<NicheCommand, { type: "effect-redriven" }>;

/** A step that had failed goes on. Refused when something later has taken its place: then the effect is to be discarded. */
export function effectRedriven(state: NicheState, command: Redriven): Decided {
  return command.step === "discover" ? discoveryRedriven(state, command) : analysisRedriven(state, command);
}

function discoveryRedriven({ analysis, discovery }: NicheState, { analysisId, step }: Redriven): Decided {
  if (discovery?.id !== analysisId) return overtaken("discovery");
  if (isAnalysing(analysis)) return busy();
  // Dead without the niche having heard of it: it waits for this niche still.
  if (discovery.failed === 0) return ok({ events: [] });
  return ok({ events: [happened("analysis.resumed", { analysisId, step, failed: discovery.failed - 1 })] });
}

function analysisRedriven(state: NicheState, { analysisId, step, window }: Redriven): Decided {
  const { analysis, discovery } = state;
  if (analysis?.id !== analysisId || step === "discover") return overtaken("analysis");
  if (analysis.phase === step) return ok({ events: [] });
  if (analysis.phase !== "failed") return err("conflict", `This analysis has gone on without it and is in its phase ${analysis.phase}.`);
  if (isDiscovering(discovery)) return busy();
  const resumed = { ...analysis, phase: step, resumed: analysis.resumed + 1 };
  return ok({
    events: [happened("analysis.resumed", { analysisId, step, failed: 0 })],
    // The failure cancelled the other chunks for good, so they are asked for anew; those that have their vectors call nobody.
    effects:
      step === "embed"
        ? embedEffects(resumed)
            .filter((effect) => effect.window !== window)
            .map(({ effect }) => effect)
        : [],
  });
}

/** What a fork has to do for work that was under way in the past that it was given. */
export function takeUp(state: NicheState): Decided {
  const { analysis, discovery } = state;
  const left = discovery ? discovery.children.length - discovery.derived.length - discovery.failed : 0;
  const fault = err("conflict", "A discovery does not go on in a fork, whose niches are its own. Discover again.").error;
  return ok({
    events: [
      ...pausedInFork(state),
      ...Array.from({ length: Math.max(0, left) }, () =>
        happened("analysis.failed", { analysisId: discovery?.id ?? "", step: "discover", fault }),
      ),
    ],
    effects: [...(isAnalysing(analysis) ? effectsOf(state, analysis) : []), ...(isMatching(state) ? matchEffects(state) : [])],
  });
}

/** The effects that an analysis in this phase waits for. */
function effectsOf(state: NicheState, analysis: AnalysisState): NewEffect[] {
  if (analysis.phase === "prepare") return [prepareEffect({ analysisId: analysis.id, through: analysis.through })];
  return analysis.phase === "embed" ? embedEffects(analysis).map(({ effect }) => effect) : themesEffectOf(state, analysis);
}

function overtaken(what: string): Err {
  return err("conflict", `A later ${what} has taken the place of the one that this effect belongs to. Discard it.`);
}

function busy(): Err {
  return err("conflict", "Other work on this niche is under way. Wait until it has finished.");
}
