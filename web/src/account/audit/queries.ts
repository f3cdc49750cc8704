/** The organisation's audit log. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { pageSchema } from "../../../../contracts/page.ts";
import { auditEntrySchema, auditVerificationSchema } from "../../../../contracts/services/audit.ts";
import { get } from "../../api/client.ts";
import { pagePath, paging } from "../../api/paging.ts";

const root = "/api/v1/audit";
const entryPage = pageSchema(auditEntrySchema);

/** Where all of it is, as one JSON object a line. */
export const auditFile = `${root}/export`;

/** Newest first. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam, signal }) => get(pagePath(root, { limit: "50" }, pageParam), entryPage, signal),
  ...paging,
});

export function verifyAuditLog() {
  return get(`${root}/verification`, auditVerificationSchema);
}
