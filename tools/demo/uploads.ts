/** Uploads of a niche over the public API, for the demo's client. */
import * as z from "zod";
import { uploadSchema } from "../../contracts/services/niche-uploads.ts";
import type { UploadTransport } from "../../contracts/upload-sender.ts";
import type { Api } from "./api.ts";

const listSchema = z.object({ items: z.array(uploadSchema) });

export function uploadsOf(api: Api, nicheId: string): UploadTransport {
  const path = `/api/v1/niches/${nicheId}/uploads`;
  return {
    list: async () => (await api.get(path, listSchema)).items,
    open: (settings) => api.post(path, uploadSchema, settings, crypto.randomUUID()),
    look: (id) => api.get(`${path}/${id}`, uploadSchema),
    send: (id, offset, bytes) => api.put(`${path}/${id}?offset=${offset}`, uploadSchema, bytes),
  };
}
