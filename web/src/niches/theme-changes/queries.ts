/** What the pages ask about changes of themes. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { listedOverrideSchema, nicheDetailSchema, type Override } from "../../../../contracts/services/niche-analysis.ts";
import { get, post, remove } from "../../api/client.ts";

const pathOf = (nicheId: string) => `/api/v1/niches/${nicheId}/themes/overrides`;

/** `version`: of the niche. A change becomes another with every event of it. */
export const changesQuery = (nicheId: string, version: number) =>
  queryOptions({
    queryKey: ["niche", nicheId, "theme-changes", version],
    queryFn: async ({ signal }) => (await get(pathOf(nicheId), z.object({ items: z.array(listedOverrideSchema) }), signal)).items,
    placeholderData: (before) => before,
  });

export function changeThemes(nicheId: string, change: Override) {
  return post(pathOf(nicheId), listedOverrideSchema, change);
}

export function takeBack(nicheId: string, id: string) {
  return remove(`${pathOf(nicheId)}/${id}`, nicheDetailSchema);
}
