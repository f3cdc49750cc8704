/** What is asked about the organisation itself. */
import { queryOptions } from "@tanstack/react-query";
import { membershipSchema } from "../../../../contracts/services/members.ts";
import { ownOrganisationSchema, type ChangeOrganisation, type OwnOrganisation } from "../../../../contracts/services/organisation.ts";
import { get, patchVersion, post } from "../../api/client.ts";

const root = "/api/v1/auth";

export const organisationQuery = queryOptions({
  queryKey: ["organisation"],
  queryFn: ({ signal }) => get(`${root}/organisation`, ownOrganisationSchema, signal),
});

/** Of the organisation as it was seen. */
export function changeOrganisation({ version }: Pick<OwnOrganisation, "version">, change: ChangeOrganisation) {
  return patchVersion(`${root}/organisation`, ownOrganisationSchema, change, version);
}

export function createOrganisation(name: string) {
  return post(`${root}/organisations`, membershipSchema, { name });
}
