/** Who may have to do with runs, beside reading them. */
import type { Demand } from "../session/permission.ts";

/** Starts, cancels and resumes them. */
export const writeRuns: Demand = { scope: "teams:write", role: "editor" };
export const approveRuns: Demand = { scope: "runs:approve", role: "editor" };
