/** What the account pages ask of the person. */
import type { Demand } from "../session/permission.ts";

export const administerOrganisation: Demand = { scope: "organisation:admin", role: "admin" };
export const writeKeys: Demand = { scope: "keys:write", role: "admin" };
export const ownOrganisation: Demand = { scope: "organisation:admin", role: "owner" };
