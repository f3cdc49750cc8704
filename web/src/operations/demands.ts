/** Who may change what on the operations pages. */
import type { Demand } from "../session/permission.ts";

export const administerEvents: Demand = { scope: "events:admin", role: "admin" };
export const administerDatabase: Demand = { scope: "database:admin", role: "admin" };
/** What takes everything out. */
export const ownInPerson: Demand = { scope: "database:admin", role: "owner" };
