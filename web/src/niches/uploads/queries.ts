/** Uploads of a niche, over the public API. */
import { queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { uploadSchema, type Upload } from "../../../../contracts/services/niche-analysis.ts";
import type { UploadTransport } from "../../../../contracts/upload-sender.ts";
import { get, post, remove } from "../../api/client.ts";
import { upload } from "../../api/upload.ts";

const itemsSchema = z.object({ items: z.array(uploadSchema) });
const rereadMs = 1_000;

/** Looked at again while one of them is read. */
export const uploadsQuery = (nicheId: string) =>
  queryOptions({
    queryKey: ["niche", nicheId, "uploads"],
    queryFn: async ({ signal }) => (await get(pathOf(nicheId), itemsSchema, signal)).items,
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === "reading") === true ? rereadMs : false),
  });

/** `onSent`: bytes of the part under way that are gone. */
export function uploadsOf(
  nicheId: string,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): UploadTransport & { remove(upload: Upload): Promise<void> } {
  const path = pathOf(nicheId);
  return {
    list: async () => (await get(path, itemsSchema, signal)).items,
    open: (settings) => post(path, uploadSchema, settings),
    look: (id) => get(`${path}/${id}`, uploadSchema, signal),
    send: (id, offset, file) =>
      upload({
        method: "PUT",
        path: `${path}/${id}?offset=${offset}`,
        file,
        type: "application/octet-stream",
        schema: uploadSchema,
        onProgress: (share) => onSent(share * file.size),
        signal,
      }),
    remove: (one) => removeUpload(nicheId, one),
  };
}

export function removeUpload(nicheId: string, { id }: Pick<Upload, "id">): Promise<void> {
  return remove(`${pathOf(nicheId)}/${id}`, z.undefined());
}

function pathOf(nicheId: string): string {
  return `/api/v1/niches/${nicheId}/uploads`;
}
