/** What of a niche's state is work under way, for people who wait for it. */
import type { Work } from "../../contracts/work.ts";
import { isDiscovering, type AnalysisPhase, type NicheState } from "./state.ts";

const messages: Record<AnalysisPhase, string | undefined> = {
  prepare: "Looking for a node with the embedding model",
  embed: "Embedding texts",
  themes: "Finding themes and scoring the opportunity",
  succeeded: undefined,
  failed: undefined,
};

/** A discovery that is under way or failed comes before the analysis that it rests on. */
export function workOf(state: NicheState): Work {
  const { analysis, discovery } = state;
  if (discovery && isDiscovering(discovery))
    return { ...discoveryWork(discovery, "running"), message: "Turning groups of themes into niches" };
  if (discovery && discovery.failed > 0 && analysis?.phase === "succeeded" && !isLater(state))
    return { ...discoveryWork(discovery, "failed"), message: discovery.reason };
  if (!analysis) return { status: "waiting", progress: { done: 0, total: state.evidenceCount, unit: "texts" } };
  const progress = { done: analysis.embedded, total: analysis.evidence, unit: "texts" };
  const message = analysis.reason ?? messages[analysis.phase];
  const status = analysis.phase === "succeeded" || analysis.phase === "failed" ? analysis.phase : "running";
  return { status, progress, ...(message === undefined ? {} : { message }) };
}

function discoveryWork({ derived, children }: { derived: string[]; children: unknown[] }, status: "running" | "failed") {
  return { status, progress: { done: derived.length, total: children.length, unit: "niches" } };
}

/** True when an analysis was started after the last discovery. */
function isLater({ analysis, discovery }: NicheState): boolean {
  return analysis !== undefined && discovery !== undefined && analysis.id !== discovery.analysisId;
}
