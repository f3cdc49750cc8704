/** Pages of other sites: what they make a browser send, and what they could read of the answers. */
import { withCredential } from "../callers.ts";
import { requestWith } from "../examples.ts";
import type { Operation } from "../operations.ts";
import { absentThings } from "../things.ts";
import type { Heard } from "../wire.ts";
import { answered, asJson, both, gotOf, unbroken, type Attack, type Fault, type Ground } from "./attack.ts";

/** RFC 9110, 9.2.1. */
const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/** Nothing says to a browser that a page of another site may read the answer. */
const unreadable: Fault = ({ headers }) => {
  const granted = Object.keys(headers).filter((name) => name.startsWith("access-control-"));
  if (granted.length > 0) return `It grants other sites something: ${granted.join(", ")}.`;
  return headers["cross-origin-resource-policy"] === "same-origin" ? undefined : "It does not say that it belongs to its own site.";
};

/** OWASP REST Security Cheat Sheet, "Security Headers". */
const armed: Fault = ({ headers }) => {
  const wanted = { "x-content-type-options": "nosniff", "x-frame-options": "DENY", "cache-control": "no-store" };
  const missing = Object.entries(wanted).filter(([name, value]) => headers[name] !== value);
  if (!headers["content-security-policy"]?.includes("default-src 'none'")) return "A page made of it could execute something.";
  if (missing.length > 0) return `It lacks ${missing.map(([name]) => name).join(", ")}.`;
  const telling = ["server", "x-powered-by"].filter((name) => headers[name] !== undefined);
  return telling.length > 0 ? `It tells what it runs on: ${telling.join(", ")}.` : undefined;
};

export function foreignPages(ground: Ground): Attack[] {
  const closed = ground.operations.filter(({ open }) => !open);
  return [
    ...closed.flatMap((operation) => onOperation(operation, ground)),
    ...strangeOrigins(ground),
    ...forms(ground),
    ...openCalls(ground),
    sockets(ground),
  ];
}

/** Every operation as a page of another site would call it with the browser's cookie, and the question whether it may. */
function onOperation(operation: Operation, { owner }: Ground): Attack[] {
  const sent = withCredential(requestWith(operation, absentThings()), owner);
  const foreign = { ...sent, headers: { ...sent.headers, origin: "https://evil.example" } };
  const place = `${operation.method} ${operation.path}`;
  const asks = {
    origin: "https://evil.example",
    "access-control-request-method": operation.method,
    "access-control-request-headers": "x-api-key",
  };
  const reading = operation.id === "exportEvents" ? unreadable : both(unreadable, armed);
  return [
    {
      name: `${place} by a page of another site`,
      sent: foreign,
      fault: both(safe.has(operation.method) ? unbroken : answered(403), reading),
    },
    {
      name: `${place}, whether another site may`,
      sent: { method: "OPTIONS", path: sent.path, headers: asks },
      fault: both(unreadable, unbroken),
    },
  ];
}

/**
 * Origins that are nearly ours. Not among them: another scheme or a user name before our own host. wrangler's proxy makes those ours before
 * the door sees them; `workers/gateway/same-origin.test.ts` looks at them.
 */
function strangeOrigins({ owner, stage }: Ground): Attack[] {
  const { origin } = stage.wire;
  const { port } = new URL(origin);
  const near = [
    "null",
    "https://evil.example",
    `http://localhost.evil.example:${port}`,
    `http://evil-localhost:${port}`,
    `http://localhost:${Number(port) + 1}`,
    "http://localhost",
    `http://127.0.0.1:${port}`,
    `${origin}.evil.example`,
    `${origin}, https://evil.example`,
    `${origin}/`,
    "",
  ];
  const cookie = owner.headers["cookie"] ?? "";
  const post = (name: string, headers: Record<string, string>): Attack => ({
    name,
    sent: { method: "POST", path: "/api/v1/niches", headers: { ...asJson, cookie, ...headers }, body: '{"name":"planted"}' },
    fault: answered(403),
  });
  return [
    ...near.map((one) => post(`a write from the origin "${one}"`, { origin: one })),
    post("a write that does not say where it comes from", {}),
    post("a write that says it with Referer alone", { referer: `${origin}/niches` }),
    post("a write from a page of a neighbouring host", { origin, "sec-fetch-site": "same-site" }),
    post("a write from another site, with our origin", { origin, "sec-fetch-site": "cross-site" }),
    post("a write of somebody who typed the address, with another origin", { origin: "null", "sec-fetch-site": "none" }),
  ];
}

/** Bodies that a form can send without asking. */
function forms({ owner }: Ground): Attack[] {
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain; application/json",
    "application/jsonx",
    "",
  ];
  return types.map((type) => ({
    name: `JSON as "${type}"`,
    sent: withCredential(
      { method: "POST", path: "/api/v1/niches", headers: type === "" ? {} : { "content-type": type }, body: '{"name":"planted"}' },
      owner,
    ),
    fault: answered(415),
  }));
}

/** Signing somebody in as somebody else, or out (login CSRF). */
function openCalls({ owner }: Ground): Attack[] {
  return ["sign-in", "sign-up", "sign-out"].flatMap((call) =>
    [undefined, owner.headers["cookie"]].map((cookie): Attack => ({
      name: `${call} by a page of another site`,
      sent: {
        method: "POST",
        path: `/api/v1/auth/${call}`,
        headers: { ...asJson, origin: "https://evil.example", ...(cookie === undefined ? {} : { cookie }) },
        body: "{}",
      },
      fault: answered(403),
    })),
  );
}

/** Cross-site WebSocket hijacking. */
function sockets({ owner }: Ground): Attack {
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  return {
    name: "a socket by a page of another site",
    sent: {
      method: "GET",
      path: `/api/v1/niches/${absentThings().niche}/feed`,
      headers: { ...owner.headers, ...upgrade, origin: "https://evil.example" },
    },
    fault: (heard: Heard) => (heard.status === 403 ? undefined : `Expected 403. ${gotOf(heard)}`),
  };
}
