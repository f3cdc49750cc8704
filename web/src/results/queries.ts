/** Stored results, by their ids. They never change. */
import { queryOptions } from "@tanstack/react-query";
import { planSchema } from "../../../contracts/services/marketing.ts";
import { priceRecommendationSchema } from "../../../contracts/services/pricing.ts";
import { revenueProjectionSchema } from "../../../contracts/services/projections.ts";
import { get } from "../api/client.ts";

const forever = { staleTime: Number.POSITIVE_INFINITY };

export const priceQuery = (id: string) =>
  queryOptions({
    queryKey: ["price", id],
    queryFn: ({ signal }) => get(`/api/v1/prices/${id}`, priceRecommendationSchema, signal),
    ...forever,
  });

export const projectionQuery = (id: string) =>
  queryOptions({
    queryKey: ["projection", id],
    queryFn: ({ signal }) => get(`/api/v1/projections/${id}`, revenueProjectionSchema, signal),
    ...forever,
  });

export const planQuery = (id: string) =>
  queryOptions({ queryKey: ["plan", id], queryFn: ({ signal }) => get(`/api/v1/marketing-plans/${id}`, planSchema, signal), ...forever });
