/** Which buckets a request draws from, and where their levels are kept. */
import type { Principal } from "../../../contracts/principal.ts";
import type { Quota } from "../domain/token-bucket.ts";
import { planOf, type LimitSettings } from "./settings.ts";

export interface Policy {
  /** As the headers name it. */
  name: "address" | "sign-in" | "key" | "user" | "organisation";
  quota: Quota;
  /** The actor that keeps the level: one an organisation, so that a request asks one; addresses are spread over a few. */
  actor: string;
  bucket: string;
}

const addressActors = 16;

/** What holds before anybody is known. */
export function policiesOfAddress(settings: LimitSettings, headers: Headers, signingIn: boolean): Policy[] {
  const address = clientOf(headers);
  const actor = `addresses/${hash(address) % addressActors}`;
  const policies: Policy[] = [{ name: "address", quota: settings.address, actor, bucket: `address/${address}` }];
  if (signingIn) policies.push({ name: "sign-in", quota: settings.signIn, actor, bucket: `sign-in/${address}` });
  return policies;
}

/** What holds for whoever is known. An operator is not limited: the installation is theirs. */
export function policiesOfPrincipal(settings: LimitSettings, { kind, id, organisation }: Principal): Policy[] {
  if (kind === "operator") return [];
  const plan = planOf(settings, organisation);
  const name = kind === "api-key" || kind === "service" ? "key" : "user";
  return [
    { name, quota: plan[name], actor: organisation, bucket: `${name}/${id}` },
    { name: "organisation", quota: plan.organisation, actor: organisation, bucket: "organisation" },
  ];
}

/**
 * The client's address, as Cloudflare says it. Of IPv6 the first 64 bits: who has one address there has all of them (RFC 6177). Where
 * nothing says it, all share one.
 */
export function clientOf(headers: Headers): string {
  const address = headers.get("cf-connecting-ip") ?? "unknown";
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter((group) => group !== "").length;
  const whole = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...(tail?.split(":") ?? [])];
  return whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
