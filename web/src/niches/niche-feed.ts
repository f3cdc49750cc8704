/** What an event of its feed changes on a niche that is on the page. */
import { analysisPreparedSchema, analysisStartedSchema, evidenceEmbeddedSchema } from "../../../contracts/events/niche-analysis.ts";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import type { FeedEvent } from "../api/feed-frames.ts";

export interface FedNiche {
  niche: NicheDetail;
  /** True when the event says less than the page shows: the niche must be read again. */
  reread: boolean;
}

/** Progress is drawn from the events themselves; everything else asks for the niche anew. Events known already change nothing. */
export function feedNiche(niche: NicheDetail, event: FeedEvent): FedNiche {
  if (event.sequence <= niche.version) return { niche, reread: false };
  const progress = event.sequence === niche.version + 1 ? progressOf(event) : undefined;
  if (!progress) return { niche, reread: true };
  const { done, total, message } = progress;
  return {
    niche: { ...niche, version: event.sequence, work: { status: "running", progress: { done, total, unit: "texts" }, message } },
    reread: false,
  };
}

function progressOf({ type, data }: FeedEvent): { done: number; total: number; message: string } | undefined {
  switch (type) {
    case "analysis.started": {
      const started = analysisStartedSchema.safeParse(data).data;
      return started && { done: 0, total: started.evidence, message: "Looking for a node with the embedding model" };
    }
    case "analysis.prepared": {
      const prepared = analysisPreparedSchema.safeParse(data).data;
      return prepared && { done: prepared.done, total: prepared.total, message: messageOf(prepared) };
    }
    case "evidence.embedded": {
      const embedded = evidenceEmbeddedSchema.safeParse(data).data;
      return embedded && { done: embedded.done, total: embedded.total, message: messageOf(embedded) };
    }
    default:
      return undefined;
  }
}

function messageOf({ done, total }: { done: number; total: number }): string {
  return done < total ? "Embedding texts" : "Finding themes and scoring the opportunity";
}
