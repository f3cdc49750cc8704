/** What the pages ask of the Niche Analysis service. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { pageSchema } from "../../../contracts/page.ts";
import {
  comparisonSchema,
  evidenceSchema,
  nicheDetailSchema,
  nicheSummarySchema,
  segmentsSchema,
  themeSchema,
  type Market,
  type NicheDetail,
} from "../../../contracts/services/niche-analysis.ts";
import { get, patchVersion, post } from "../api/client.ts";
import { isUnderWay } from "./niche-tree.ts";

const nichePage = pageSchema(nicheSummarySchema);
const evidencePage = pageSchema(evidenceSchema);
const evidenceItems = z.object({ items: z.array(evidenceSchema) });
const rereadMs = 2_500;

/** Texts of a theme that are fetched at a time. */
const evidenceBatch = 20;

/** All niches, page by page; read again while one of them is being analysed. */
export const nichesQuery = infiniteQueryOptions({
  queryKey: ["niches"],
  queryFn: ({ pageParam, signal }) => get(`/api/v1/niches?limit=200${cursorPart(pageParam)}`, nichePage, signal),
  initialPageParam: "",
  getNextPageParam: ({ nextCursor }) => nextCursor,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) === true ? rereadMs : false),
});

export const nicheQuery = (id: string) =>
  queryOptions({ queryKey: ["niche", id], queryFn: ({ signal }) => get(`/api/v1/niches/${id}`, nicheDetailSchema, signal) });

export const childrenQuery = (id: string) =>
  queryOptions({
    queryKey: ["niche", id, "children"],
    queryFn: ({ signal }) => get(`/api/v1/niches/${id}/children?limit=200`, nichePage, signal),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) === true ? rereadMs : false),
  });

export const themesQuery = (id: string) =>
  queryOptions({
    queryKey: ["niche", id, "themes"],
    queryFn: async ({ signal }) => (await get(`/api/v1/niches/${id}/themes`, z.object({ items: z.array(themeSchema) }), signal)).items,
  });

export const segmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ["niche", id, "segments"],
    queryFn: ({ signal }) => get(`/api/v1/niches/${id}/segments`, segmentsSchema, signal),
  });

/** The texts `ids` of a niche, in their order, a batch at a time. */
export const evidenceQuery = (nicheId: string, ids: readonly string[]) =>
  infiniteQueryOptions({
    queryKey: ["niche", nicheId, "evidence", ids],
    queryFn: async ({ pageParam, signal }) => {
      const wanted = ids.slice(pageParam, pageParam + evidenceBatch);
      const { items } = await get(`/api/v1/niches/${nicheId}/evidence?ids=${wanted.join(",")}`, evidenceItems, signal);
      return wanted.flatMap((id) => items.find((row) => row.id === id) ?? []);
    },
    initialPageParam: 0,
    getNextPageParam: (_last, _all, offset) => (offset + evidenceBatch < ids.length ? offset + evidenceBatch : undefined),
    enabled: ids.length > 0,
    // A text never changes under its id.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What was written in these months, a page at a time. */
export const periodQuery = (nicheId: string, period: { from: string; to: string; themeId?: string }) =>
  infiniteQueryOptions({
    queryKey: ["niche", nicheId, "evidence", "period", period],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...period, limit: String(evidenceBatch) });
      return get(`/api/v1/niches/${nicheId}/evidence?${query}${cursorPart(pageParam)}`, evidencePage, signal);
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const comparisonQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ["comparison", ids],
    queryFn: ({ signal }) => get(`/api/v1/niches/comparison?ids=${ids.join(",")}`, comparisonSchema, signal),
    enabled: ids.length > 0,
  });

export function createNiche(name: string) {
  return post("/api/v1/niches", nicheDetailSchema, { name });
}

export function setMarket({ id, version }: Pick<NicheDetail, "id" | "version">, market: Market) {
  return patchVersion(`/api/v1/niches/${id}/market`, nicheDetailSchema, market, version);
}

/** `outlierShare`: of the texts, how many may stay outside all themes. */
export function analyse(id: string, options: { outlierShare?: number } = {}) {
  return post(`/api/v1/niches/${id}/analyses`, nicheDetailSchema, options);
}

export async function discover(id: string) {
  return (await post(`/api/v1/niches/${id}/discoveries`, z.object({ items: z.array(nicheSummarySchema) }))).items;
}

function cursorPart(cursor: string): string {
  return cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
}
