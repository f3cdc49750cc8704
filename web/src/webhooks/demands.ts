/** Who may make and change webhooks. */
import type { Demand } from "../session/permission.ts";

export const administerEvents: Demand = { scope: "events:admin", role: "admin" };
