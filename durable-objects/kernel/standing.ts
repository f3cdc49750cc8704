/**
 * Whether the one in whose name an effect acts still may. An effect can run hours after it was asked for; its principal is stored with it,
 * and says what was true then.
 */
import { giverOf, narrowedTo, type Giver, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";

/** An answer is believed so long from when it was asked for: that much later a demotion holds everywhere. */
export const believedMs = 5_000;
/** An authority that takes longer counts as unreachable. */
const patienceMs = 5_000;
/** Givers that one actor remembers. */
const most = 100;

/** Says who somebody is at this moment. `unauthenticated`: nobody any more. */
export interface Authority {
  principalNow(giver: Giver): Promise<Result<Principal>>;
}

export class Standings {
  readonly #authority: Authority;
  readonly #now: () => number;
  readonly #asked = new Map<string, { at: number; answer: Promise<Result<Principal>> }>();

  constructor(authority: Authority, now: () => number) {
    this.#authority = authority;
    this.#now = now;
  }

  /**
   * The principal as it may act now: narrowed to the role and the permissions of this moment. `unauthenticated` for one that may do
   * nothing any more; whatever else goes wrong is `unavailable`, to be tried again. Does not throw.
   */
  async of(principal: Principal): Promise<Result<Principal>> {
    // Operators and nodes act in nobody's name, and ask for no effects.
    if (principal.kind !== "agent" && !giverOf(principal)) return ok(principal);
    const giver = giverOf(principal);
    if (!giver) return over("An agent of an earlier version, which did not note in whose name it acted,");
    const answer = await this.#ask(giver);
    if (answer.ok) return ok(narrowedTo(principal, answer.value));
    if (answer.error.code !== "unauthenticated") return err("unavailable", `It cannot be found out whether ${giver.id} still may.`);
    return over(ended[giver.kind](giver.id));
  }

  #ask(giver: Giver): Promise<Result<Principal>> {
    const name = JSON.stringify([giver.kind, giver.id, giver.organisation]);
    const at = this.#now();
    const known = this.#asked.get(name);
    if (known && at - known.at < believedMs) return known.answer;
    const answer = this.#answer(giver).then((given) => {
      // What nobody could say is not believed at all.
      if (!given.ok && given.error.code !== "unauthenticated" && this.#asked.get(name)?.at === at) this.#asked.delete(name);
      return given;
    });
    this.#asked.delete(name);
    if (this.#asked.size >= most) this.#asked.delete(this.#asked.keys().next().value ?? "");
    this.#asked.set(name, { at, answer });
    return answer;
  }

  async #answer(giver: Giver): Promise<Result<Principal>> {
    const { promise, resolve } = Promise.withResolvers<Result<Principal>>();
    const late = setTimeout(() => resolve(err("unavailable", "The auth service did not answer.")), patienceMs);
    try {
      return await Promise.race([this.#authority.principalNow(giver), promise]);
    } catch (cause) {
      return err("unavailable", String(cause));
    } finally {
      clearTimeout(late);
    }
  }
}

const ended: Record<Giver["kind"], (id: string) => string> = {
  user: (id) => `${id}, who is no member any more,`,
  "api-key": (id) => `The key ${id}, which is revoked or has run out,`,
  service: (id) => `The service ${id}, whose keys are revoked or have run out,`,
};

function over(who: string) {
  return err("unauthenticated", `${who} asked for this, so it is not done. Redrive it to have it done in your own name, or discard it.`);
}
