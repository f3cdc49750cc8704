/** What the pages ask about the market of a niche. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  keptMarketSizeSchema,
  marketFiguresSchema,
  marketRowsPageSchema,
  marketTableSchema,
  nicheDetailSchema,
  type MarketSizeRequest,
  type MarketTable,
  type NicheDetail,
} from "../../../../contracts/services/niche-analysis.ts";
import type { MarketFiguresQuery } from "../../../../contracts/services/niche-market-figures.ts";
import { get, putVersion, remove } from "../../api/client.ts";
import { upload } from "../../api/upload.ts";
import { mediaTypeOf } from "../import-file.ts";

const tablesPath = (nicheId: string) => `/api/v1/niches/${nicheId}/market-tables`;

/** `version`: of the niche. Figures follow its events. `assumed`: nothing for what is usual. */
export const figuresQuery = (nicheId: string, version: number, assumed: Partial<MarketFiguresQuery> = {}) =>
  queryOptions({
    queryKey: ["niche", nicheId, "market-figures", version, assumed],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams(Object.entries(assumed).map(([name, value]) => [name, String(value)]));
      return get(`/api/v1/niches/${nicheId}/market-figures?${query}`, marketFiguresSchema, signal);
    },
    placeholderData: (before) => before,
  });

/** Rows of a table, a page at a time. A table never changes under its id. */
export const rowsQuery = (nicheId: string, tableId: string) =>
  infiniteQueryOptions({
    queryKey: ["niche", nicheId, "market-rows", tableId],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === "" ? "" : `&cursor=${encodeURIComponent(pageParam)}`;
      return get(`${tablesPath(nicheId)}/${tableId}/rows?limit=50${cursor}`, marketRowsPageSchema, signal);
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  });

interface TableUpload {
  nicheId: string;
  file: File;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** The types of files that hold no table are sent as bytes: what they are is told by what stands in them. */
export function importMarketTable({ nicheId, file, onProgress, signal }: TableUpload): Promise<MarketTable> {
  const type = mediaTypeOf(file.name);
  const path = `${tablesPath(nicheId)}?${new URLSearchParams({ fileName: file.name })}`;
  const known = ["text/csv", "text/tab-separated-values", "text/plain", "application/gzip", "application/zstd"].includes(type);
  return upload({ path, file, type: known ? type : "application/octet-stream", schema: marketTableSchema, onProgress, signal });
}

export function removeMarketTable(nicheId: string, tableId: string) {
  return remove(`${tablesPath(nicheId)}/${tableId}`, nicheDetailSchema);
}

/** Of the niche as it was seen: refused when somebody else has changed it since. */
export function sizeMarket({ id, version }: Pick<NicheDetail, "id" | "version">, request: MarketSizeRequest) {
  return putVersion(`/api/v1/niches/${id}/market-size`, keptMarketSizeSchema, request, version);
}
