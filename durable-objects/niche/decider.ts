/** The rules of a niche: which command is allowed when, what then has happened, and which effects follow. Pure. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { canonicalMarket } from "./market.ts";
import type { Decider, Decision, DecisionContext } from "../kernel/types.ts";
import type { NicheCommand } from "./commands.ts";
import { happened, type NicheEvent } from "./events.ts";
import { importTable, matched, matchEffects, removeTable, sizeMarket } from "./market-tables.ts";
import { override, withdraw } from "./overriding.ts";
import { allEmbedEffectIds, deriveEffect, embedEffect, prepareEffect, themesEffectOf } from "./plan.ts";
import { effectRedriven, takeUp } from "./revival.ts";
import { isStale, scoredAnew, scoreNow } from "./scoring.ts";
import { decideSource, isSourceCommand } from "./sources/decider.ts";
import { decideUpload, isUploadCommand } from "./uploads/decider.ts";
import { evolve, initialNiche, isBusy, isDiscovering, type AnalysisState, type NicheState } from "./state.ts";

/** Events of progress in one analysis, at most about this many. */
const progressSteps = 50;

type Decided = Result<Decision<NicheEvent>>;
type Of<Type extends NicheCommand["type"]> = Extract<NicheCommand, { type: Type }>;

export const nicheDecider: Decider<NicheState, NicheCommand, NicheEvent> = {
  initialState: initialNiche,
  evolve,
  decide(state, command, context) {
    if (command.type === "create") return create(state, command, context);
    if (state.id === "") return err("not_found", "There is no niche with this id.");
    if (isSourceCommand(command)) return decideSource(state, command, context);
    if (isUploadCommand(command)) return decideUpload(state, command, context);
    switch (command.type) {
      case "import":
        return importEvidence(command);
      case "inherit":
        return inherit(command);
      case "analyse":
        return analyse(state, command);
      case "prepared":
        return prepared(state, command);
      case "embedded":
        return embedded(state, command);
      case "analysed":
        return analysed(state, command, context);
      case "set-market":
        return setMarket(state, command, context);
      case "override":
        return override(state, command, context);
      case "withdraw":
        return withdraw(state, command, context);
      case "import-table":
        return importTable(state, command, context);
      case "remove-table":
        return removeTable(state, command, context);
      case "matched":
        return matched(state, command, context);
      case "match-noted":
        return nothing;
      case "size-market":
        return sizeMarket(state, command, context);
      case "discover":
        return discover(state, command);
      case "derived":
        return derived(state, command);
      case "effect-failed":
        return effectFailed(state, command);
      case "effect-redriven":
        return effectRedriven(state, command);
      case "take-up":
        return takeUp(state);
    }
  },
};

/** What an effect reports after its analysis has failed or been overtaken changes nothing. */
const nothing: Decided = ok({ events: [] });

function create(state: NicheState, { name, market, parentId }: Of<"create">, { actorId, principal }: DecisionContext): Decided {
  if (state.id !== "") return err("conflict", "There is a niche with this id already.");
  const data = { nicheId: actorId, name, market, createdBy: principal.id };
  return ok({ events: [happened("niche.created", parentId === undefined ? data : { ...data, parentId })], value: { id: actorId } });
}

function importEvidence({ batchId, added, total, copies, report }: Of<"import">): Decided {
  return ok({ events: [happened("evidence.imported", { batchId, added, total, ...(copies && { copies }), report })], value: report });
}

function inherit({ data }: Of<"inherit">): Decided {
  return ok({ events: [happened("evidence.inherited", data)] });
}

function analyse(state: NicheState, { seed, outlierShare, evidence, evidenceDigest }: Of<"analyse">): Decided {
  if (isBusy(state)) return err("conflict", "An analysis of this niche is under way. Wait until it has finished.");
  if (evidence === 0) return err("conflict", nothingToRead(state));
  const analysisId = `analysis-${state.analyses + 1}`;
  return ok({
    events: [
      happened("analysis.started", { analysisId, seed, evidence, evidenceDigest, ...(outlierShare !== undefined && { outlierShare }) }),
    ],
    effects: [prepareEffect({ analysisId, through: state.evidenceCount })],
    value: { analysisId },
  });
}

function nothingToRead({ evidenceCount }: NicheState): string {
  if (evidenceCount === 0) return "This niche has no evidence yet. Import a file first.";
  return `None of the ${evidenceCount} texts is in English, and only English is analysed. Import English texts.`;
}

function prepared(state: NicheState, { windows, data }: Of<"prepared">): Decided {
  const analysis = current(state, data.analysisId, "prepare");
  if (!analysis) return nothing;
  return ok({
    events: [happened("analysis.prepared", { ...data, chunks: windows.length })],
    effects:
      windows.length === 0
        ? themesEffectOf(state, { ...analysis, model: data.model })
        : windows.map((window) => embedEffect({ ...inputOf(analysis), window, model: data.model, total: data.total }, analysis.resumed)),
  });
}

function embedded(state: NicheState, { data }: Of<"embedded">): Decided {
  const analysis = current(state, data.analysisId, "embed");
  if (!analysis) return nothing;
  if (data.done === data.total) return ok({ events: [happened("evidence.embedded", data)], effects: themesEffectOf(state, analysis) });
  // By chunks, of which each comes back once: counted by texts, the steps would depend on when the short last chunk comes.
  const step = Math.max(1, Math.ceil(analysis.chunks / progressSteps));
  const reached = Math.floor(data.chunksLeft / step) < Math.floor(analysis.chunksLeft / step);
  return reached ? ok({ events: [happened("evidence.embedded", data)] }) : nothing;
}

function analysed(state: NicheState, { data, market, opportunity, revision }: Of<"analysed">, { now }: DecisionContext): Decided {
  const analysis = current(state, data.analysisId, "themes");
  if (!analysis) return nothing;
  // Themes were changed meanwhile: what was found stands, and only the changes are applied again.
  if (revision !== state.revision) return ok({ events: [], effects: themesEffectOf(state, analysis, data) });
  // Assumptions that changed meanwhile count, and so does what else is known of the market: only their part of the score is computed anew.
  const stale = canonicalMarket(market) !== canonicalMarket(state.market) || isStale(state, opportunity);
  const score = stale ? scoreNow(state, opportunity) : opportunity;
  const found = happened("themes.found", data);
  const effects = matchEffects(evolve(state, found, { time: now }));
  return ok({
    events: [found, happened("opportunity.scored", { analysisId: data.analysisId, opportunity: score })],
    ...(effects.length > 0 && { effects }),
  });
}

function setMarket(state: NicheState, { market }: Of<"set-market">, { principal }: DecisionContext): Decided {
  if (canonicalMarket(market) === canonicalMarket(state.market)) return nothing;
  const assumed = happened("market.assumed", { market, assumedBy: principal.id });
  return ok({ events: [assumed, ...scoredAnew({ ...state, market })] });
}

function discover(state: NicheState, { children }: Of<"discover">): Decided {
  if (isBusy(state)) return err("conflict", "An analysis of this niche is under way. Wait until it has finished.");
  const { themesBatch, analysis } = state;
  if (themesBatch === undefined || analysis?.phase !== "succeeded" || analysis.model === undefined)
    return err("conflict", "There are no themes of a finished analysis to divide. Analyse this niche first.");
  if (children.length === 0) return err("conflict", "The themes of this niche do not fall apart into several niches.");
  const fresh = children.filter(({ childId }) => !state.childIds.includes(childId));
  if (fresh.length === 0) return ok({ events: [], value: children });
  const discoveryId = `discovery-${state.discoveries + 1}`;
  const { seed, model, copiesThrough } = analysis;
  return ok({
    events: [happened("discovery.started", { discoveryId, children: fresh })],
    effects: fresh.map((child) => deriveEffect({ discoveryId, child, themesBatch, seed, model, copiesThrough })),
    value: children,
  });
}

function derived(state: NicheState, { discoveryId, childId }: Of<"derived">): Decided {
  const child = state.discovery?.children.find((candidate) => candidate.childId === childId);
  if (!child || state.discovery?.id !== discoveryId) return nothing;
  return ok({ events: [happened("niche.derived", { discoveryId, ...child })] });
}

function effectFailed(state: NicheState, { data }: Of<"effect-failed">): Decided {
  if (data.step === "discover") {
    const concerned = isDiscovering(state.discovery) && state.discovery?.id === data.analysisId;
    return concerned ? ok({ events: [happened("analysis.failed", data)] }) : nothing;
  }
  const analysis = state.analysis;
  if (!analysis || analysis.id !== data.analysisId || analysis.phase !== data.step) return nothing;
  const cancel = analysis.phase === "embed" ? allEmbedEffectIds(analysis) : [];
  return ok({ events: [happened("analysis.failed", data)], cancel });
}

function current(state: NicheState, analysisId: string, phase: AnalysisState["phase"]): AnalysisState | undefined {
  return state.analysis?.id === analysisId && state.analysis.phase === phase ? state.analysis : undefined;
}

function inputOf({ id, through }: AnalysisState) {
  return { analysisId: id, through };
}
