/** What the door takes off a request before a service sees it, and puts on every answer. */
import { principalHeader } from "../../contracts/principal.ts";
import { signatureHeaders } from "../../contracts/node-protocol.ts";
import type { Route } from "./routes.ts";
import type { Trace } from "./trace.ts";

const ours = "x-paissive-";
const ofNodes = new Set<string>(Object.values(signatureHeaders));

/**
 * The headers for the owning service: nothing that only we may say (`x-paissive-…`), no credential that is not the service's
 * business, and who calls: `principal` as it is to stand there.
 */
export function forwardedHeaders(
  inbound: Headers,
  route: Pick<Route, "service" | "open">,
  principal: string | undefined,
  trace: Trace,
): Headers {
  const headers = new Headers(inbound);
  const signed = route.open && route.service === "ai-models";
  const forged = Array.from(inbound.keys()).filter((name) => name.startsWith(ours) && !(signed && ofNodes.has(name)));
  for (const name of forged) headers.delete(name);
  if (!route.open) for (const name of ["authorization", "x-api-key"]) headers.delete(name);
  if (route.service !== "auth") headers.delete("cookie");
  if (principal) headers.set(principalHeader, principal);
  headers.set("traceparent", trace.traceparent);
  headers.set("x-request-id", trace.requestId);
  return headers;
}

const onEverything = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
} as const;

/** Puts the security headers on `headers`. Answers of the API may execute nothing and be kept by nobody unless the service says otherwise. */
export function secure(headers: Headers, url: URL, trace: Trace): void {
  const isApi = url.pathname.startsWith("/api/") || url.pathname === "/mcp";
  for (const [name, value] of Object.entries(onEverything)) headers.set(name, value);
  headers.set("content-security-policy", isApi ? "default-src 'none'; frame-ancestors 'none'" : pagePolicy(url));
  // RFC 6797, 7.2: not over plain HTTP, where anybody on the way could have written it.
  if (url.protocol === "https:") headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  if (isApi && !headers.has("cache-control")) headers.set("cache-control", "no-store");
  headers.set("traceparent", trace.traceparent);
  headers.set("x-request-id", trace.requestId);
}

/**
 * Content Security Policy Level 3 of the web app: scripts and styles from its own files, sockets to its own host. Scalar's reference at `/docs` puts
 * its styles and its font into the page (ADR 15).
 */
function pagePolicy({ host, protocol, pathname }: URL): string {
  const isReference = pathname === "/docs";
  const socket = `${protocol === "https:" ? "wss" : "ws"}://${host}`;
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${isReference ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data: blob:",
    `connect-src 'self' ${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
