/** Niche events → rows of `niches`. */
import * as z from "zod";
import { identityOfSubject } from "../../contracts/actor.ts";
import type { StoredEvent } from "../../contracts/events/index.ts";
import {
  analysisFailedSchema,
  analysisPreparedSchema,
  analysisResumedSchema,
  analysisStartedSchema,
  discoveryStartedSchema,
  evidenceEmbeddedSchema,
  nicheCreatedSchema,
  nicheEvents,
  opportunityScoredSchema,
  themesFoundSchema,
} from "../../contracts/events/niche-analysis.ts";
import { factorNames } from "../../contracts/services/niche-opportunity.ts";
import { directoryOf } from "../kit/directory.ts";
import type { ProjectedRow, Projection } from "../kit/projections.ts";
import { weighableColumns } from "./weighable-scores.ts";

const shownThemes = 3;
const totalSchema = z.object({ total: z.int() });

/** Which niches there are as actors, and their dead letters. */
export const directory = directoryOf("niche", Object.keys(nicheEvents));

export const nichesProjection: Projection = {
  table: "niches",
  key: ["organisation", "id"],
  handles: [
    "niche.created",
    "evidence.imported",
    "import.advanced",
    "evidence.inherited",
    "analysis.started",
    "analysis.prepared",
    "evidence.embedded",
    "themes.found",
    "themes.overridden",
    "override.withdrawn",
    "opportunity.scored",
    "discovery.started",
    "niche.derived",
    "analysis.failed",
    "analysis.resumed",
  ],
  keyOf: (event) => ({ organisation: event.organisation, id: identityOfSubject(event.subject)?.id ?? "" }),
  apply(row, event) {
    if (event.type === "niche.created") return createdRow(event);
    return row && { ...row, ...change(row, event), updated_at: event.time };
  },
};

function createdRow(event: StoredEvent): ProjectedRow {
  const { nicheId, name, parentId } = nicheCreatedSchema.parse(event.data);
  return {
    organisation: event.organisation,
    id: nicheId,
    name,
    parent_id: parentId ?? null,
    ...work("waiting", 0, 0, "texts"),
    evidence_count: 0,
    theme_count: 0,
    top_themes: "[]",
    score: null,
    low: null,
    high: null,
    band: null,
    assessment: null,
    inputs: null,
    ...Object.fromEntries(factorNames.map((factor) => [factor, null])),
    created_at: event.time,
    updated_at: event.time,
  };
}

function change(row: ProjectedRow, event: StoredEvent): ProjectedRow {
  switch (event.type) {
    case "evidence.imported":
    case "import.advanced":
    case "evidence.inherited": {
      const { total } = totalSchema.parse(event.data);
      return { evidence_count: total, ...(row["status"] === "waiting" ? { total } : {}) };
    }
    case "analysis.started":
      return work("running", 0, analysisStartedSchema.parse(event.data).evidence, "texts");
    case "analysis.prepared": {
      const { done, total } = analysisPreparedSchema.parse(event.data);
      return work("running", done, total, "texts");
    }
    case "evidence.embedded": {
      const { done, total } = evidenceEmbeddedSchema.parse(event.data);
      return work("running", done, total, "texts");
    }
    case "themes.found": {
      const { themes } = themesFoundSchema.parse(event.data);
      return { theme_count: themes.length, top_themes: JSON.stringify(themes.slice(0, shownThemes).map(({ label }) => label)) };
    }
    case "themes.overridden":
    case "override.withdrawn":
      return row["status"] === "succeeded" ? { status: "running" } : {};
    case "opportunity.scored":
      return scored(row, event);
    case "discovery.started":
      return work("running", 0, discoveryStartedSchema.parse(event.data).children.length, "niches");
    case "niche.derived":
      return derived(row);
    case "analysis.failed": {
      const { fault } = analysisFailedSchema.parse(event.data);
      return { status: "failed", message: fault.detail };
    }
    case "analysis.resumed": {
      // Of a discovery, other niches may be failed still.
      const { failed } = analysisResumedSchema.parse(event.data);
      return failed === 0 ? { status: "running", message: null } : {};
    }
    default:
      return {};
  }
}

function scored(row: ProjectedRow, event: StoredEvent): ProjectedRow {
  const { analysisId, opportunity } = opportunityScoredSchema.parse(event.data);
  const { score, low, high, band, assessment } = opportunity;
  const weighable = weighableColumns(String(row["name"]), opportunity);
  return { score, low, high, band, assessment, ...weighable, ...(analysisId === undefined ? {} : { status: "succeeded", message: null }) };
}

function derived(row: ProjectedRow): ProjectedRow {
  const done = Number(row["done"]) + 1;
  return { done, ...(done === row["total"] && row["status"] === "running" ? { status: "succeeded", message: null } : {}) };
}

function work(status: string, done: number, total: number, unit: string): ProjectedRow {
  return { status, done, total, unit, message: null };
}
