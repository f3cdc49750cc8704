/** The weights of the organisation, and what judgements would make of them. */
import { queryOptions } from "@tanstack/react-query";
import {
  opportunityWeightsSchema,
  type Judgement,
  type OpportunityWeights,
  type WeightsChange,
} from "../../../../contracts/services/niche-analysis.ts";
import { weightingSchema } from "../../../../contracts/services/niche-calculators.ts";
import { get, post, putVersion } from "../../api/client.ts";
import { matrixOf } from "./weighting.ts";

const path = "/api/v1/niches/weights";

export const weightsQuery = queryOptions({
  queryKey: ["weights"],
  queryFn: ({ signal }) => get(path, opportunityWeightsSchema, signal),
});

/** Weights and consistency of judgements that are not saved. */
export const judgedQuery = (judgements: readonly Judgement[]) =>
  queryOptions({
    queryKey: ["judged", judgements.map(({ times }) => times)],
    queryFn: () => post(path, weightingSchema, { judgements: matrixOf(judgements) }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Refused when somebody has set others since `seen`. */
export function setWeights(change: WeightsChange, seen: OpportunityWeights) {
  return putVersion(path, opportunityWeightsSchema, change, seen.version);
}
