/** What the operations page asks about the tables and the long work on them. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod";
import { pageSchema } from "../../../contracts/page.ts";
import {
  maintenanceSchema,
  serviceProjectionsSchema,
  verificationSchema,
  type Maintenance,
  type ProjectingService,
} from "../../../contracts/services/database.ts";
import { get, isThere, post, remove } from "../api/client.ts";
import { pagePath, paging } from "../api/paging.ts";
import { ApiProblem } from "../api/problem.ts";

const lookAgainMs = 5_000;
const followMs = 1_000;

const maintenancePage = pageSchema(maintenanceSchema);

export function isUnderWay({ status }: Pick<Maintenance, "status">): boolean {
  return status === "queued" || status === "running" || status === "waiting";
}

export const projectionsQuery = queryOptions({
  queryKey: ["projections"],
  queryFn: async ({ signal }) =>
    (await get("/api/v1/database/projections", z.object({ items: z.array(serviceProjectionsSchema) }), signal)).items,
  refetchInterval: lookAgainMs,
});

export const maintenancesQuery = infiniteQueryOptions({
  queryKey: ["maintenance", "list"],
  queryFn: ({ pageParam, signal }) => get(pagePath("/api/v1/database/maintenance", { limit: "10" }, pageParam), maintenancePage, signal),
  ...paging,
});

/** One piece of work, followed until it is done. Asking for it also wakes work that a crash cut off. */
export const maintenanceQuery = (id: string) =>
  queryOptions({
    queryKey: ["maintenance", id],
    queryFn: ({ signal }) => get(`/api/v1/database/maintenance/${id}`, maintenanceSchema, signal),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? followMs : false),
  });

export const exportPath = (id: string) => `/api/v1/database/exports/${id}/content`;

/** Whether the file of an export has not been deleted, as far as it is told without a fresh proof of who asks. */
export const exportFileQuery = (id: string) =>
  queryOptions({
    queryKey: ["export-file", id],
    queryFn: ({ signal }) => isThere(exportPath(id), signal).catch(thereUnlessTold),
    staleTime: Number.POSITIVE_INFINITY,
  });

function thereUnlessTold(refusal: unknown): true {
  if (refusal instanceof ApiProblem && refusal.code === "confirmation_required") return true;
  throw refusal;
}

export function startVerification() {
  return post("/api/v1/database/verify", verificationSchema);
}

export function startExport() {
  return post("/api/v1/database/exports", maintenanceSchema);
}

export function startErasure(organisation: string) {
  return post("/api/v1/database/erasures", maintenanceSchema, { organisation });
}

export function startRebuild(service: ProjectingService) {
  return post(`/api/v1/database/projections/${service}/rebuild`, maintenanceSchema);
}

export function deleteExportFile(id: string) {
  return remove(exportPath(id), z.undefined());
}
