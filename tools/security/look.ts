/** What an organisation sees of itself: the answers of every operation that only reads. */
import { setTimeout as sleep } from "node:timers/promises";
import { mayCall, withCredential, type Caller } from "./callers.ts";
import { requestWith } from "./examples.ts";
import { inParallel } from "./findings.ts";
import type { House } from "./house.ts";
import type { Operation } from "./operations.ts";
import type { Wire } from "./wire.ts";

/** They tell of the installation and its progress, which everybody's work moves, or of what asking itself uses up, they do not end, or asking counts as guessing. */
const restless = new Set([
  "listServices",
  "getLimits",
  "listSubscriptions",
  "listEventProjections",
  "listNodes",
  "getModelMetrics",
  "compareModelVersions",
  "followNiche",
  "followRun",
  "getWaitingDevice",
]);
/** Positions of the one log of all organisations, how many nodes have been heard of lately, when a session or key was used last, and windows up to now. */
export const moving = /"(?:cursor|lag|readyNodes)":\d+|"last(?:Seen|Used)At":(?:"[^"]*"|null)|"(?:from|until)":"[^"]*"/g;
/** What was begun before the look is done by then. */
const patienceMs = 30_000;

/** Request → answer. */
export async function looked(wire: Wire, operations: readonly Operation[], { owner, things }: House): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  const reading = operations.filter((one) => one.method === "GET" && !one.open && !restless.has(one.id) && mayCall(owner, one));
  await inParallel(reading, async (operation) => {
    const sent = requestWith(operation, things);
    const { status, text } = await wire.send(withCredential(sent, owner));
    seen.set(`GET ${sent.path}`, `${status} ${text.replaceAll(moving, "")}`);
  });
  return seen;
}

/** The look that is the same twice. */
export function settled(wire: Wire, operations: readonly Operation[], house: House): Promise<Map<string, string>> {
  return untilStill(
    () => looked(wire, operations, house),
    (a, b) => Array.from(b).every(([path, text]) => a.get(path) === text),
  );
}

/** What `look` gives once it gives the same twice, half a second apart; the latest where it does not come to rest. */
export async function untilStill<Seen>(look: () => Promise<Seen>, same: (a: Seen, b: Seen) => boolean): Promise<Seen> {
  const until = Date.now() + patienceMs;
  let seen = await look();
  for (let still = false; !still && Date.now() < until;) {
    await sleep(500);
    const again = await look();
    still = same(seen, again);
    seen = again;
  }
  return seen;
}

/** How much of everything the organisation has: its latest event, its lists, its own settings, and what its log of changes says. */
export async function traceOf(wire: Wire, owner: Caller): Promise<string> {
  const lists = [
    "niches",
    "teams",
    "runs",
    "prices",
    "projections",
    "marketing-plans",
    "webhooks",
    "api-keys",
    "members",
    "invitations",
    "auth/sessions",
    "auth/identities",
    "audit",
    "database/maintenance",
  ];
  const paths = ["events?order=newest&limit=1", ...lists.map((list) => `${list}?limit=200`)];
  const heard = await Promise.all(paths.map((path) => wire.send(withCredential({ method: "GET", path: `/api/v1/${path}` }, owner))));
  return heard.map(({ text }) => text.replaceAll(moving, "")).join("\n");
}
