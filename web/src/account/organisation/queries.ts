/** What is asked about the organisation itself. */
import { queryOptions } from "@tanstack/react-query";
import { membershipSchema } from "../../../../contracts/services/members.ts";
import { ownOrganisationSchema, type ChangeOrganisation } from "../../../../contracts/services/organisation.ts";
import { get, patch, post } from "../../api/client.ts";

const root = "/api/v1/auth";

export const organisationQuery = queryOptions({
  queryKey: ["organisation"],
  queryFn: ({ signal }) => get(`${root}/organisation`, ownOrganisationSchema, signal),
});

export function changeOrganisation(change: ChangeOrganisation) {
  return patch(`${root}/organisation`, ownOrganisationSchema, change);
}

export function createOrganisation(name: string) {
  return post(`${root}/organisations`, membershipSchema, { name });
}
