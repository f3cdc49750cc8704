/** What the pages ask about sources of a niche. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { nicheSourceSchema, type SourceAction } from "../../../../contracts/services/niche-analysis.ts";
import { get, post, remove } from "../../api/client.ts";
import type { SourceDraft } from "./source-draft.ts";

const pathOf = (nicheId: string) => `/api/v1/niches/${nicheId}/sources`;
const below: Record<Exclude<SourceAction, "remove">, string> = { pause: "pause", resume: "resume", fetch: "fetches" };

/** `version`: of the niche, which every step of a fetch raises. */
export const sourcesQuery = (nicheId: string, version: number) =>
  queryOptions({
    queryKey: ["niche", nicheId, "sources", version],
    queryFn: async ({ signal }) => (await get(pathOf(nicheId), z.object({ items: z.array(nicheSourceSchema) }), signal)).items,
    placeholderData: (before) => before,
  });

export function addSource(nicheId: string, draft: SourceDraft) {
  return post(pathOf(nicheId), nicheSourceSchema, draft);
}

export function controlSource(nicheId: string, sourceId: string, action: SourceAction) {
  const path = `${pathOf(nicheId)}/${sourceId}`;
  return action === "remove" ? remove(path, nicheSourceSchema) : post(`${path}/${below[action]}`, nicheSourceSchema);
}
