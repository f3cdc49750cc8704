/** Who may change what on the pages of niches. */
import type { Demand } from "../session/permission.ts";

export const writeNiches: Demand = { scope: "niches:write", role: "contributor" };
