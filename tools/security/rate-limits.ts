/**
 * Do limits hold? Twenty callers at once ask as fast as they can for ten seconds, as one key, one person, one organisation and one address.
 * What gets in may differ by two in a hundred from quota + time × quota / window, and every answer says what is left.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Topology } from "../../tests/system/topology.ts";
import { inParallel, type Figure, type Finding, type Outcome } from "./findings.ts";
import { keyOf, signUp } from "./people.ts";
import { openStage, type Stage } from "./stage.ts";
import type { Heard } from "./wire.ts";

const callers = 20;
const tolerance = 0.02;
/** Of the short form, in which a hundred and thirty requests are allowed and three of them are more than two in a hundred. */
const shortTolerance = 0.05;
/** So small that a busy machine reaches it too. */
const quota = { tokens: 100, seconds: 10 };
/** Far from what is measured. */
const wide = { tokens: 100_000, seconds: 10 };
type Policy = "key" | "user" | "organisation" | "address";

interface Trial {
  policy: Policy;
  /** What each caller sends along. */
  headers: (caller: number) => Promise<Record<string, string>>;
}

export async function proveRateLimits(topology: Topology, thorough: boolean): Promise<Outcome> {
  const seconds = thorough ? 10 : 3;
  const figures: Figure[] = [];
  const outcome: Outcome = { part: "rate-limits", counts: "limits not held", probes: 0, findings: [], details: { figures } };
  const policies: readonly Policy[] = thorough ? ["key", "user", "organisation", "address"] : ["organisation", "address"];
  const measure = async (policy: Policy) => {
    const plan = { key: wide, user: wide, organisation: wide, ...(policy === "address" ? {} : { [policy]: quota }) };
    const settings = { plans: { standard: plan }, address: policy === "address" ? quota : wide };
    const stage = await openStage(topology, { RATE_LIMITS: JSON.stringify(settings) });
    try {
      const { probes, findings, figure } = await tried(stage, await trialOf(stage, policy), {
        seconds,
        within: thorough ? tolerance : shortTolerance,
      });
      outcome.probes += probes;
      outcome.findings.push(...findings);
      figures.push(figure);
    } finally {
      await stage.stop();
    }
  };
  // Most of the time goes into waiting for buckets to fill: in a short run all of them wait together.
  await inParallel(policies, measure, thorough ? 1 : policies.length);
  return outcome;
}

async function trialOf(stage: Stage, policy: Policy): Promise<Trial> {
  if (policy === "address") return { policy, headers: async () => ({ "cf-connecting-ip": "203.0.113.9" }) };
  const owner = await signUp(stage, "owner", `limit-${policy}`);
  if (policy === "user") return { policy, headers: async () => owner.headers };
  const one = await keyOf(stage.wire, owner, ["niches:read"]);
  if (policy === "key") return { policy, headers: async () => one.headers };
  return { policy, headers: async () => (await keyOf(stage.wire, owner, ["niches:read"])).headers };
}

async function tried(
  stage: Stage,
  { policy, headers }: Trial,
  { seconds, within }: { seconds: number; within: number },
): Promise<Pick<Outcome, "probes" | "findings"> & { figure: Figure }> {
  const credentials = await Promise.all(Array.from({ length: callers }, (_, caller) => headers(caller)));
  // Making them was counted too: until the bucket is full again.
  await sleep(quota.seconds * 1_000);
  const answers: Heard[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  let last = begun;
  await Promise.all(
    credentials.map(async (sent) => {
      while (performance.now() < until) {
        answers.push(await stage.wire.send({ method: "GET", path: "/api/v1/niches?limit=1", headers: sent }));
        last = performance.now();
      }
    }),
  );
  const admitted = answers.filter(({ status }) => status === (policy === "address" ? 401 : 200)).length;
  const allowed = quota.tokens + (((last - begun) / 1_000) * quota.tokens) / quota.seconds;
  const findings: Finding[] = answers.flatMap((heard) => {
    const what = faultOf(heard, policy);
    return what === undefined ? [] : [{ where: `a caller of one ${policy}`, what }];
  });
  const off = admitted / allowed - 1;
  if (answers.every(({ status }) => status !== 429))
    findings.push({ where: `20 callers of one ${policy}`, what: `They sent ${answers.length} requests only: too few to reach the limit.` });
  else if (Math.abs(off) > within)
    findings.push({
      where: `20 callers of one ${policy}`,
      what: `${admitted} of ${answers.length} got in; ${allowed.toFixed(0)} were allowed.`,
    });
  process.stderr.write(`          ${policy}: ${admitted} of ${answers.length} got in, ${(off * 100).toFixed(2)} % off what is allowed\n`);
  const figure: Figure = {
    what: `${callers} callers of one ${policy}: let in beyond what is allowed (${admitted} of ${answers.length}, ${allowed.toFixed(0)} allowed)`,
    value: off * 100,
    bar: [-within * 100, within * 100],
    unit: "%",
  };
  return { probes: answers.length, findings, figure };
}

function faultOf({ status, headers, text }: Heard, policy: Policy): string | undefined {
  const left = new RegExp(`"${policy}";r=(\\d+)`).exec(headers["ratelimit"] ?? "")?.[1];
  if (left === undefined) return `RateLimit does not tell of it: ${headers["ratelimit"]}, status ${status}.`;
  if (!headers["ratelimit-policy"]?.includes(`"${policy}";q=${quota.tokens};w=${quota.seconds}`))
    return "RateLimit-Policy does not tell of it.";
  if (status !== 429) return status >= 500 ? `It was answered ${status}: ${text.slice(0, 100)}` : undefined;
  if (left !== "0") return `It was refused, and ${left} are left.`;
  return headers["retry-after"] === undefined ? "It does not say when to come again." : undefined;
}
