/** Changes that people made to the themes of a niche, with what has become of each. */
import type { ListedOverride } from "../../contracts/services/niche-overrides.ts";
import type { NicheState } from "./state.ts";

/** In the order in which they were made. */
export function listedOverrides({ overrides, arrangedBy, finding }: NicheState): ListedOverride[] {
  const dormant = finding?.overrides?.dormant ?? [];
  return overrides.map((kept) => {
    if (!arrangedBy.includes(kept.id)) return { ...kept, status: "pending" };
    return { ...kept, status: dormant.includes(kept.id) ? "dormant" : "applied" };
  });
}
