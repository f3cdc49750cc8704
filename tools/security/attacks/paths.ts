/** Paths that mean one thing to who checks and another to who answers, and files that are nobody's business. */
import { principalHeader, scopes } from "../../../contracts/principal.ts";
import { withCredential } from "../callers.ts";
import { both, nothingShown, seenThrough, type Attack, type Fault, type Ground } from "./attack.ts";
import type { Heard } from "../wire.ts";

/** Without a credential: each of them leads, read in some way, to something that needs one. */
const detours = [
  "//api/v1/niches",
  "/api/v1//niches",
  "/api//v1/niches",
  "/api/v1/./niches",
  "/api/v1/auth/../niches",
  "/api/v1/auth/%2e%2e/niches",
  "/api/v1/auth/..%2fniches",
  "/api/v1/health/../niches",
  "/healthz/../api/v1/niches",
  "/assets/../api/v1/niches",
  "/api/v1/niches/",
  "/api/v1/niches//",
  "/api/v1/niches;jsessionid=1",
  "/api/v1/niches%00",
  "/api/v1/niches%2f",
  "/api/v1/niches.json",
  "/api/v1/niches#",
  "/API/V1/NICHES",
  "/api/v1/Niches",
  "/api/v1/%6e%69ches",
  "/api/v1/%256e%2569ches",
  "/api/v1\\niches",
  "/api/v1/auth/me/",
  "/api/v1/auth/sign-in/../me",
  "/api/v1/auth/sign-in%2f..%2fme",
  "/api/v1/openapi.json/../niches",
  "http://localhost/api/v1/niches",
];

/** What is open to POST is so for these paths alone, not for what they can be bent to. */
const bent = [
  "/api/v1/auth/sign-in/../../niches",
  "/api/v1/auth/sign-in/../../api-keys",
  "/api/v1/nodes/join/../../niches",
  "/api/v1/nodes/../niches/heartbeat",
  "/api/v1/nodes/x%2f..%2f..%2fniches/heartbeat",
  "/api/v1/nodes/..%2f..%2fapi-keys%3f/heartbeat",
  "/api/v1/nodes/%2e%2e/teams/heartbeat",
  "/api/v1/auth/sign-up%2f..%2f..%2fniches",
  "/api/v1/niches/sign-in",
  "/api/v1/database/exports/../../nodes/join",
];

const files = [
  "/.env",
  "/.dev.vars",
  "/.git/config",
  "/wrangler.toml",
  "/package.json",
  "/../package.json",
  "/../../package.json",
  "/%2e%2e/package.json",
  "/..%2f..%2fpackage.json",
  "/assets/../../../package.json",
  "/assets/..%2f..%2f..%2fpackage.json",
  "/assets/....//....//package.json",
  "/..\\..\\package.json",
  "/worker.env",
  "/secrets.json",
  "/workers/index.ts",
  "/.paissive/state/secrets.json",
  "/file:///etc/passwd",
];

const methods = ["TRACE", "PROPFIND", "MKCOL", "SEARCH", "PURGE", "LINK"];

const noFile: Fault = ({ text }: Heard) =>
  /"dependencies"|OPERATOR_KEY|root:x:0|\[core\]|createTestHarness/.test(text) ? "A file of ours was handed out." : undefined;

export function bentPaths({ owner, stage }: Ground): Attack[] {
  const { origin } = stage.wire;
  // Where no credential is asked for, this header is all that a service would have to believe.
  const principal = JSON.stringify({ kind: "user", id: owner.user, organisation: owner.organisation, role: "owner", scopes });
  const get = (path: string) => ({ method: "GET", path, headers: {} });
  const noTrace: Fault = ({ text }) => (text.includes("__Host-") ? "It gives the cookie back." : undefined);
  return [
    ...detours.map((path): Attack => ({ name: `GET ${path} without a credential`, sent: get(path), fault: nothingShown })),
    ...bent.map((path): Attack => ({
      name: `POST ${path} without a credential`,
      sent: {
        method: "POST",
        path,
        headers: { origin, "content-type": "application/json", [principalHeader]: principal },
        body: '{"name":"planted"}',
      },
      fault: seenThrough,
    })),
    ...files.map((path): Attack => ({ name: `the file ${path}`, sent: get(path), fault: both(nothingShown, noFile) })),
    ...methods.map((method): Attack => ({
      name: `${method} /api/v1/niches`,
      sent: withCredential({ method, path: "/api/v1/niches" }, owner),
      fault: both(({ status }) => (status >= 400 && status < 600 && status !== 500 ? undefined : `It was answered ${status}.`), noTrace),
    })),
  ];
}
