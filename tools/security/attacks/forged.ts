/** Headers that only the door may write, or that another server would believe. */
import { principalHeader, scopes } from "../../../contracts/principal.ts";
import { actsAs, answered, asJson, me, unauthenticated, type Attack, type Ground } from "./attack.ts";

export function forgedHeaders({ viewer, stranger }: Ground): Attack[] {
  const { user: id, organisation } = stranger;
  const principal = JSON.stringify({ kind: "user", id, organisation, role: "owner", scopes });
  const spellings = [principalHeader, principalHeader.toUpperCase(), principalHeader.replaceAll("-", "_")];
  const believed = [
    "x-forwarded-user",
    "x-forwarded-email",
    "x-remote-user",
    "x-user-id",
    "x-paissive-role",
    "x-paissive-key",
    "forwarded",
  ];
  const get = (path: string, headers: Record<string, string>) => ({ method: "GET", path, headers });
  return [
    ...spellings.flatMap((name): Attack[] => [
      { name: `${name} of an owner, without a credential`, sent: get(me, { [name]: principal }), fault: unauthenticated },
      { name: `${name} of an owner, as a viewer`, sent: get(me, { ...viewer.headers, [name]: principal }), fault: actsAs(viewer) },
    ]),
    ...believed.map((name): Attack => ({
      name: `${name}, without a credential`,
      sent: get(me, { [name]: stranger.email }),
      fault: unauthenticated,
    })),
    {
      name: "the door's own header named as one of the connection",
      sent: get(me, { ...viewer.headers, [principalHeader]: principal, connection: `keep-alive, ${principalHeader}` }),
      fault: actsAs(viewer),
    },
    {
      name: "another method by override",
      sent: get(me, { ...viewer.headers, "x-http-method-override": "DELETE", "x-method-override": "DELETE" }),
      fault: actsAs(viewer),
    },
    ...["x-original-url", "x-rewrite-url", "x-forwarded-path"].map((name): Attack => ({
      name: `another path by ${name}`,
      sent: get("/api/v1/health", { [name]: "/api/v1/niches" }),
      fault: ({ text }) => (text === '{"status":"ok"}' ? undefined : `Expected the health of the door, got ${text.slice(0, 100)}`),
    })),
    {
      name: "our own host by X-Forwarded-Host, for a page of another site",
      sent: {
        method: "POST",
        path: "/api/v1/niches",
        headers: {
          ...viewer.headers,
          ...asJson,
          origin: "https://evil.example",
          "x-forwarded-host": "evil.example",
          "x-forwarded-proto": "https",
        },
        body: '{"name":"a"}',
      },
      fault: answered(403),
    },
    {
      name: "a trace and a request id with something to execute",
      sent: get("/api/v1/health", { traceparent: "00-<script>alert(1)</script>-01", "x-request-id": "<script>", tracestate: "<script>" }),
      fault: ({ headers }) => (Object.values(headers).some((value) => value.includes("script>")) ? "It came back in a header." : undefined),
    },
    {
      name: "a header of 100 KB",
      sent: get(me, { "x-long": "a".repeat(100_000) }),
      fault: ({ status }) => (status >= 500 || status === 200 ? `It was answered ${status}.` : undefined),
    },
  ];
}
