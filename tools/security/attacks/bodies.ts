/** Bodies, ids and queries that are broken, too large, too deep, or say more than they may. */
import { encodeCursor } from "../../../contracts/page.ts";
import { withCredential } from "../callers.ts";
import { exampleOf, requestWith } from "../examples.ts";
import type { Operation } from "../operations.ts";
import { slotsOf } from "../slots.ts";
import { absentThings } from "../things.ts";
import { answered, asJson, gotOf, seenThrough, unbroken, type Attack, type Fault, type Ground } from "./attack.ts";

const MiB = 1_048_576;

const malformed: readonly [name: string, body: string | Uint8Array][] = [
  ["nothing", ""],
  ["half an object", '{"name":'],
  ["null", "null"],
  ["a list", "[]"],
  ["a number beyond all", "1e999"],
  ["a lone byte that is no UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ["20,000 brackets", "[".repeat(20_000)],
  ["20,000 objects in each other", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
];

const strangeIds = [
  "' OR '1'='1",
  "1; DROP TABLE niches;--",
  "\u0000",
  "..",
  "%",
  "🦊".repeat(30),
  "a".repeat(2_000),
  "__proto__",
  "constructor",
  "${7*7}",
  "{{7*7}}",
];
const strangePages = ["limit=-1", "limit=0", "limit=1e9", "limit=NaN", "limit=1&limit=2", "limit="];
/** What the door never gave out, among it what services write themselves. */
const strangeCursors = [
  "cursor=",
  "cursor=%00",
  "cursor=e30",
  "cursor=W10",
  "cursor=WyJ4Il0",
  "cursor=W251bGxd",
  `cursor=${encodeCursor(["0"])}`,
  `cursor=${encodeCursor([0])}.${"A".repeat(43)}`,
  `cursor=${"A".repeat(4_000)}`,
];

/** Addresses inside: a server that fetched them would be the attacker's hand (SSRF). */
const inside = [
  "http://169.254.169.254/latest/meta-data/",
  "https://169.254.169.254/",
  "https://2852039166/",
  "https://0xa9fea9fe/",
  "https://0251.0376.0251.0376/",
  "https://[::ffff:169.254.169.254]/",
  "https://[fd00::1]/",
  "https://10.0.0.1/",
  "https://metadata.google.internal/",
  "https://printer.local/",
  "https://intranet/",
  "https://hooks.example.com@10.0.0.1/",
  "https://user:word@hooks.example.com/",
  "http://hooks.example.com/",
  "file:///etc/passwd",
  "ftp://hooks.example.com/",
  "javascript:alert(1)",
  "data:text/plain,a",
];

export function hostileInput(ground: Ground): Attack[] {
  const closed = ground.operations.filter(({ open, "x-only": only }) => !open && only !== "operator");
  return [...closed.flatMap((operation) => onOperation(operation, ground)), ...tooLarge(ground), ...overreaching(ground)];
}

function onOperation(operation: Operation, { owner }: Ground): Attack[] {
  const place = `${operation.method} ${operation.path}`;
  const plain = withCredential(requestWith(operation, absentThings()), owner);
  const takesJson = operation.requestBody?.content["application/json"] !== undefined;
  // An effect's input may be anything at all, and an analysis without a body takes its defaults.
  const right: Fault = operation.id === "analyseNiche" ? unbroken : seenThrough;
  const bodies = takesJson
    ? malformed.map(([name, body]): Attack => ({ name: `${place} with ${name}`, sent: { ...plain, body }, fault: right }))
    : [];
  const inPath = slotsOf(operation).filter((slot) => slot.in === "path");
  const ids =
    inPath.length === 0
      ? []
      : strangeIds.map((id): Attack => {
          const nobodys = absentThings();
          const sent = exampleOf({ operation, thing: (slot) => (slot.in === "path" ? id : nobodys[slot.thing]) });
          return { name: `${place} with the id ${id.slice(0, 20)}`, sent: withCredential(sent, owner), fault: seenThrough };
        });
  const page = (query: string, fault: Fault): Attack => ({
    name: `${place} with ${query.slice(0, 20)}`,
    sent: { ...plain, path: `${plain.path}${plain.path.includes("?") ? "&" : "?"}${query}` },
    fault,
  });
  const pages = operation.parameters.some(({ name }) => name === "cursor")
    ? [...strangePages.map((query) => page(query, unbroken)), ...strangeCursors.map((query) => page(query, answered(400)))]
    : [];
  return [...bodies, ...ids, ...pages];
}

function tooLarge({ owner }: Ground): Attack[] {
  const body = JSON.stringify({ name: "a".repeat(MiB) });
  const post = (headers: Record<string, string>) =>
    withCredential({ method: "POST", path: "/api/v1/niches", headers: { ...asJson, ...headers }, body }, owner);
  return [
    { name: "a body over 1 MiB", sent: post({ "content-length": String(Buffer.byteLength(body)) }), fault: answered(413) },
    { name: "a body over 1 MiB that does not state its length", sent: post({ "transfer-encoding": "chunked" }), fault: answered(413) },
    {
      name: "a body that says it is compressed",
      sent: { ...post({ "content-encoding": "gzip" }), body: '{"name":"a"}' },
      fault: answered(415),
    },
  ];
}

/** Fields that would decide who one is, were they read. */
function overreaching({ owner, stranger, stage }: Ground): Attack[] {
  const { user, organisation } = stranger;
  const more = {
    organisation,
    organisationId: organisation,
    owner: user,
    principal: { kind: "operator", organisation },
    role: "owner",
    id: "nch_00000000000000000000000000",
  };
  const notTheirs: Fault = (heard) =>
    heard.status < 500 && ![user, organisation, more.id].some((id) => heard.text.includes(id))
      ? undefined
      : `What it asked for was taken. ${gotOf(heard)}`;
  const post = (name: string, path: string, body: string): Attack => ({
    name,
    sent: withCredential({ method: "POST", path, headers: asJson, body }, owner),
    fault: notTheirs,
  });
  const account = { email: "over@reaching.example", password: "correct horse battery staple", name: "Over", organisationName: "Reaching" };
  return [
    post("a niche for another organisation", "/api/v1/niches", JSON.stringify({ name: "planted", ...more })),
    post("a key of another person", "/api/v1/api-keys", JSON.stringify({ name: "planted", scopes: ["niches:read"], ...more })),
    post(
      "a team with a prototype",
      "/api/v1/teams",
      '{"name":"planted","__proto__":{"role":"owner"},"constructor":{"prototype":{"role":"owner"}}}',
    ),
    {
      name: "signing up into another organisation",
      sent: {
        method: "POST",
        path: "/api/v1/auth/sign-up",
        headers: { ...asJson, origin: stage.wire.origin },
        body: JSON.stringify({ ...account, ...more }),
      },
      fault: notTheirs,
    },
  ];
}

/** Everywhere where somebody can say where the server shall go. Where a feed is led on to is looked at by the tests of the sources, outside this proof's harness. */
export function addresses({ owner, niche, webhook }: Ground): Attack[] {
  const attack = (name: string, method: string, path: string, body: object): Attack => ({
    name,
    sent: withCredential({ method, path, headers: { ...asJson, "if-match": "*" }, body: JSON.stringify(body) }, owner),
    fault: answered(400),
  });
  const sources = `/api/v1/niches/${niche}/sources`;
  return [
    ...inside.flatMap((url) => [
      attack(`a webhook to ${url}`, "POST", "/api/v1/webhooks", { url }),
      attack(`a webhook moved to ${url}`, "PATCH", `/api/v1/webhooks/${webhook}`, { url }),
      attack(`a feed at ${url}`, "POST", sources, { kind: "feed", url }),
    ]),
    ...["stackoverflow.com@10.0.0.1", "stackoverflow/../..", "10.0.0.1:80", "a b", "site&site=other"].map((site) =>
      attack(`questions of the site ${site}`, "POST", sources, { kind: "stack-exchange", query: "straps", site }),
    ),
  ];
}
