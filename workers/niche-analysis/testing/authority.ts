/** The auth service as far as niches ask it. Everybody is an owner, until a test says otherwise. */
import { WorkerEntrypoint } from "cloudflare:workers";
import { scopesOfRole, type Giver, type Principal, type Role } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";

/** What the next question meets; set by tests over HTTP. `gone`: nobody any more; `unavailable`: no answer. */
export const standing: { now: Role | "gone" | "unavailable" } = { now: "owner" };

export class Authority extends WorkerEntrypoint {
  async principalNow(giver: Giver): Promise<Result<Principal>> {
    const { now } = standing;
    if (now === "gone") return err("unauthenticated", "Nobody acts by this name any more.");
    if (now === "unavailable") return err("unavailable", "The auth service is not there.");
    return ok({ ...giver, role: now, scopes: [...scopesOfRole[now]] });
  }
}
