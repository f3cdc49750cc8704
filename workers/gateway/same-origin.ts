/**
 * Requests that a foreign page made a browser send (OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata"
 * and "Verifying Origin"). A cookie goes along with those; a key in a header does not.
 */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Credential } from "./credential.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

export interface Sender {
  method: string;
  url: string;
  headers: Headers;
  credential: Credential;
}

/**
 * Refuses (`forbidden`) an unsafe request or a socket that comes from another origin. With a session cookie the browser must
 * also say where it comes from: `Sec-Fetch-Site: same-origin` or an `Origin` equal to ours. Requests with a key pass.
 */
export function checkOrigin({ method, url, headers, credential }: Sender): Result<void> {
  if (credential.kind === "key") return ok(undefined);
  const socket = headers.get("upgrade")?.toLowerCase() === "websocket";
  if (safeMethods.has(method) && !socket) return ok(undefined);

  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin !== null && origin !== new URL(url).origin) return refused;
  if (site !== null && site !== "same-origin" && site !== "none") return refused;
  const stated = origin !== null || site === "same-origin";
  if (credential.kind === "session" && !stated) return err("forbidden", "With a session cookie, say where you come from: send `Origin`.");
  return ok(undefined);
}

const refused = err("forbidden", "This request comes from another site.");
