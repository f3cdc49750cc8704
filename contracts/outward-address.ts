/**
 * Where a request to an address that somebody gave may go: the public internet over HTTPS, by name. Everything that could point into a private
 * network by itself is refused (server-side request forgery, OWASP API7:2023). Pure; a name is not resolved here.
 */
import { err, ok, type Result } from "./result.ts";

/** Top-level names that never lead to the public internet: RFC 2606, 6761, 6762, 7686, 8375 and common inside names. */
const privateSuffixes = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "in-addr.arpa",
  "ip6.arpa",
  "test",
  "example",
  "invalid",
  "onion",
  "alt",
];

const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

export interface AddressRules {
  /** True only on a developer's machine: lets plain HTTP go to loopback, and nowhere else. */
  allowLoopback: boolean;
}

/** The address as it will be called, or `invalid_input` that says why not. `example`: one that would do. */
export function outwardAddress(text: string, rules: AddressRules, example: string): Result<string> {
  // The parser turns every spelling of an IPv4 address (hexadecimal, octal, one number) into four decimal parts.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return refused(`This is not a complete address such as ${example}.`);
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  if (url.username !== "" || url.password !== "") return refused("The address must not contain a user name or password.");
  if (rules.allowLoopback && loopbackHosts.includes(host) && ["http:", "https:"].includes(url.protocol)) return ok(url.href);
  if (url.protocol !== "https:") return refused("The address must begin with https://.");
  if (host.startsWith("[") || /^[0-9.]+$/.test(host)) return refused("The address must use a host name, not an IP address.");
  if (!host.includes(".") || privateSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)))
    return refused(`The host ${host} is not on the public internet.`);
  url.hash = "";
  return ok(url.href);
}

function refused(message: string) {
  return err("invalid_input", message, { fields: [{ path: "url", message }] });
}
