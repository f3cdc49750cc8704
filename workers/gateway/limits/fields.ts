/** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11), and the refusal of who has none left. */
import { err, type Err } from "../../../contracts/result.ts";
import type { Allowance } from "./limiter.ts";

/** Writes both fields: every policy that the request drew from, with its quota, and what is left of it. */
export function putLimits(headers: Headers, allowances: readonly Allowance[]): void {
  if (allowances.length === 0) return;
  headers.set(
    "ratelimit-policy",
    allowances.map(({ policy: { name, quota } }) => `"${name}";q=${quota.tokens};w=${quota.seconds}`).join(", "),
  );
  headers.set("ratelimit", allowances.map(fieldOf).join(", "));
}

/** `r`: requests left. `t`: seconds until there is more than that. */
function fieldOf({ policy, remaining, moreInMs }: Allowance): string {
  return `"${policy.name}";r=${remaining}${moreInMs === 0 ? "" : `;t=${seconds(moreInMs)}`}`;
}

export function limited({ policy: { name, quota }, moreInMs }: Allowance): Err {
  const whose = name === "address" || name === "sign-in" ? "From your address" : `Of your ${name}`;
  return err(
    "rate_limited",
    `${whose} ${quota.tokens} requests in ${quota.seconds} seconds are allowed (policy "${name}"). Wait, then go on.`,
    {
      retryAfter: seconds(moreInMs),
    },
  );
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
