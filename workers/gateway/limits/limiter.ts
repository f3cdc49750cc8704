/** Who may come in now: spends leased tokens of every bucket that a request draws from, and asks for more where they are used up. */
import { log } from "../../kit/log.ts";
import { keptMs, nextSize, none, remaining, stale, type Lease } from "../domain/lease.ts";
import type { Grant, Wish } from "../domain/levels.ts";
import { waitMs } from "../domain/token-bucket.ts";
import type { Policy } from "./policies.ts";

/** Asks one actor (durable-objects/rate-limit) for tokens of several of its buckets. */
export type Ask = (actor: string, wishes: Wish[]) => Promise<readonly Grant[]>;

/** What is left of one policy, for the headers. */
export interface Allowance {
  policy: Policy;
  remaining: number;
  /** Milliseconds until there is more; 0 when nothing is missing. */
  moreInMs: number;
}

export interface Verdict {
  /** The policy that says no. */
  refused?: Allowance;
  allowances: Allowance[];
}

/** Leases that an isolate remembers; the oldest go first, and what was left in them refills. */
const most = 10_000;

export class Limiter {
  readonly #leases = new Map<string, Lease>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Spends a token of each policy, or none of any. An actor that cannot be asked holds nobody up: the limit is a courtesy to others, and
   * its absence must not close the door.
   */
  async admit(policies: readonly Policy[], ask: Ask): Promise<Verdict> {
    const now = this.#now();
    const refused = policies.find((policy) => {
      const { tokens, emptyUntil } = this.#lease(policy);
      return tokens < 1 && emptyUntil > now;
    });
    if (refused) return this.#refusal(policies, refused, now);
    const wanting = policies.filter((policy) => !this.#spend(policy, now));
    const unpaid = wanting.length === 0 ? [] : await this.#askFor(wanting, now, ask);
    const [empty] = unpaid;
    if (empty === undefined) return { allowances: this.#allowances(policies, this.#now()) };
    for (const policy of policies.filter((one) => !unpaid.includes(one))) this.#change(policy, ({ tokens }) => ({ tokens: tokens + 1 }));
    return this.#refusal(policies, empty, this.#now());
  }

  /** Spends a token that is here. False when there is none, or only old ones. */
  #spend(policy: Policy, now: number): boolean {
    const { tokens, at } = this.#lease(policy);
    if (tokens < 1 || now - at > keptMs) return false;
    this.#change(policy, () => ({ tokens: tokens - 1 }));
    return true;
  }

  /** Asks for tokens and spends one of each at once, before anybody else can; returns the policies that had none. */
  async #askFor(wanting: readonly Policy[], now: number, ask: Ask): Promise<Policy[]> {
    const byActor = Map.groupBy(wanting, ({ actor }) => actor);
    const unpaid = await Promise.all(
      Array.from(byActor, async ([actor, policies]) => {
        const wishes = policies.map((policy) => this.#wish(policy, now));
        const grants = await this.#answered(actor, wishes, ask);
        return policies.filter((policy, index) => !this.#take(policy, grants[index] ?? { granted: 1, level: 0, waitMs: 0 }));
      }),
    );
    return unpaid.flat();
  }

  #wish(policy: Policy, now: number): Wish {
    const lease = this.#lease(policy);
    const [tokens, unused] = [nextSize(lease, policy.quota, now), stale(lease, now)];
    const size = lease.asking > 0 ? lease.size : tokens;
    // Old ones are taken off before the answer is there, so that nobody gives them back again or spends them meanwhile.
    this.#change(policy, () => ({ tokens: lease.tokens - unused, asking: lease.asking + 1, size, at: now }));
    return { bucket: policy.bucket, quota: policy.quota, tokens, unused };
  }

  #take(policy: Policy, { granted, level, waitMs: wait }: Grant): boolean {
    const { tokens, asking } = this.#lease(policy);
    const here = tokens + granted;
    const emptyUntil = granted > 0 ? 0 : this.#now() + wait;
    this.#change(policy, () => ({ tokens: Math.max(0, here - 1), asking: asking - 1, level, emptyUntil }));
    return here >= 1;
  }

  async #answered(actor: string, wishes: Wish[], ask: Ask): Promise<readonly Grant[]> {
    try {
      return await ask(actor, wishes);
    } catch (cause) {
      log("error", { message: "a rate limit cannot be asked, and lets through", actor, cause: String(cause) });
      return wishes.map(() => ({ granted: 1, level: 0, waitMs: 0 }));
    }
  }

  #refusal(policies: readonly Policy[], policy: Policy, now: number): Verdict {
    const moreInMs = Math.max(1, this.#lease(policy).emptyUntil - now);
    const refused = { policy, remaining: 0, moreInMs };
    return { refused, allowances: this.#allowances(policies, now).map((one) => (one.policy === policy ? refused : one)) };
  }

  #allowances(policies: readonly Policy[], now: number): Allowance[] {
    return policies.map((policy) => {
      const left = remaining(this.#lease(policy), policy.quota, now);
      return { policy, remaining: left, moreInMs: left >= policy.quota.tokens ? 0 : waitMs(0, policy.quota) };
    });
  }

  #lease(policy: Policy): Lease {
    return this.#leases.get(nameOf(policy)) ?? none;
  }

  #change(policy: Policy, changes: (lease: Lease) => Partial<Lease>): void {
    const name = nameOf(policy);
    const lease = this.#leases.get(name) ?? none;
    if (!this.#leases.has(name) && this.#leases.size >= most) this.#leases.delete(this.#leases.keys().next().value ?? "");
    this.#leases.set(name, { ...lease, ...changes(lease) });
  }
}

function nameOf({ actor, bucket }: Policy): string {
  return `${actor} ${bucket}`;
}
