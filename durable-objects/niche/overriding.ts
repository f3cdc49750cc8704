/** Rules of a niche about changes that people make to its themes. Pure. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { maxOverrides, type KeptOverride, type Override } from "../../contracts/services/niche-overrides.ts";
import { sha256 } from "../../workers/niche-analysis/domain/import/sha256.ts";
import type { Decision, DecisionContext } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { happened, type NicheEvent } from "./events.ts";
import { themesEffectOf } from "./plan.ts";
import { isDiscovering, type NicheState } from "./state.ts";

type Decided = Result<Decision<NicheEvent>>;
type Of<Type extends NicheCommand["type"]> = Extract<NicheCommand, { type: Type }>;

/** Keeps the change; the themes of a finished analysis follow, those of one under way will hold it. */
export function override(state: NicheState, command: Of<"override">, { actorId, principal }: DecisionContext): Decided {
  if (state.themes.length === 0) return err("conflict", "This niche has no themes to change. Analyse it first.");
  if (isDiscovering(state.discovery)) return err("conflict", "Niches are being made of these themes. Wait until that has finished.");
  if (state.overrides.length >= maxOverrides)
    return err("conflict", `A niche keeps at most ${maxOverrides} changes of its themes. Take one back first.`);
  const unknown = themesOf(command.override).find((id) => !isKnown(state, id));
  if (unknown !== undefined) return err("not_found", `This niche has no theme ${unknown}.`);
  const id = `override-${state.overridesMade + 1}`;
  const kept: KeptOverride = { id, override: command.override };
  if (command.override.kind === "split") kept.newThemeId = `thm_${sha256(`${actorId}\n${id}`).slice(0, 16)}`;
  return followed(state, happened("themes.overridden", { ...kept, overriddenBy: principal.id }), [...state.overrides, kept], kept);
}

/** Takes a change back. Later ones that speak of a theme that it made lie dormant then. */
export function withdraw(state: NicheState, { overrideId }: Of<"withdraw">, { principal }: DecisionContext): Decided {
  if (!state.overrides.some(({ id }) => id === overrideId))
    return err("not_found", `This niche has no change ${overrideId} of its themes.`);
  if (isDiscovering(state.discovery)) return err("conflict", "Niches are being made of these themes. Wait until that has finished.");
  const left = state.overrides.filter(({ id }) => id !== overrideId);
  return followed(state, happened("override.withdrawn", { overrideId, withdrawnBy: principal.id }), left, { id: overrideId });
}

function followed(state: NicheState, event: NicheEvent, overrides: KeptOverride[], value: { id: string }): Decided {
  const next = { ...state, overrides, revision: state.revision + 1 };
  return ok({ events: [event], effects: state.analysis?.phase === "succeeded" ? themesEffectOf(next, state.analysis) : [], value });
}

/** Ids of the themes that a change speaks of. */
function themesOf(change: Override): string[] {
  switch (change.kind) {
    case "merge":
      return [change.into, ...change.from];
    case "move":
      return change.to === null ? [] : [change.to];
    case "same":
    case "distinct":
      return [];
    default:
      return [change.themeId];
  }
}

/** Shown now, or made by a change that is still to be worked in. */
function isKnown({ themes, overrides }: NicheState, themeId: string): boolean {
  return themes.some(({ id }) => id === themeId) || overrides.some(({ newThemeId }) => newThemeId === themeId);
}
