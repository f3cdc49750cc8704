/** Runs parts of the proof on one system, one after the other. */
import * as z from "zod";
import type { Topology } from "../../tests/system/topology.ts";
import { provingParts, type ProvingPart } from "./asvs/requirement.ts";
import { asvsTable, reported } from "./asvs/table.ts";
import { proveAttacks } from "./attacks.ts";
import { forgottenPassword, inventedInvitation, proveEnumeration, wrongPassword, type Question } from "./enumeration.ts";
import { summary, type Figure, type Outcome, type Timed } from "./findings.ts";
import type { Caller } from "./callers.ts";
import { proveFuzz } from "./fuzz.ts";
import { furnish, ofInstallation } from "./furnish.ts";
import { misdelivered, openHooks } from "./hooks.ts";
import { nobodiesOf } from "./nobodies.ts";
import { describedOperations, type Operation } from "./operations.ts";
import { scopes } from "../../contracts/principal.ts";
import { proveIdempotency } from "./idempotency.ts";
import { forgive, keyOf, likenesses, parsed, postJson, signUp, signUpByMail, staffOf, type Person } from "./people.ts";
import { proveRateLimits } from "./rate-limits.ts";
import { proveRepetitions } from "./repetitions.ts";
import { proveRoles } from "./roles.ts";
import { openStage, wideLimits, type Stage } from "./stage.ts";
import type { Things } from "./things.ts";
import { proveTenancy } from "./tenancy.ts";

export interface Proof {
  /** Undefined: one Worker, but for what is timed, where hashing must not share its isolate with the door. */
  topology: Topology | undefined;
  parts: readonly Part[];
  /** False: fewer callers a probe, for a run of half a minute. */
  thorough: boolean;
  /** Requests of each operation that are drawn; by default 200, in a short run 2. */
  cases?: number;
  /** Operations that are fuzzed; by default all. */
  only?: readonly string[];
  /** Told what is done, one short line at a time. */
  say: (message: string) => void;
}

/** Findings that are said as soon as their part is through; all stand at the end. */
const mostSaid = 10;

interface Ground {
  stage: Stage;
  topology: Topology;
  operations: readonly Operation[];
  /** One member of every role of an organisation, the owner first. */
  staff: readonly [Person, ...Person[]];
  thorough: boolean;
  cases?: number;
  only?: readonly string[];
  say: (message: string) => void;
  /** What another part comes to: as it was proved on this system, else in its short form now. */
  outcomeOf: (part: ProvingPart) => Promise<Outcome>;
}

/** In an organisation of its own, which has one of everything, with its owner and the operator. */
async function inHouse<Result>(
  stage: Stage,
  operations: readonly Operation[],
  word: string,
  work: (things: Things, callers: [Caller, Caller]) => Promise<Result>,
): Promise<Result> {
  const hooks = await openHooks();
  try {
    const owner = await signUp(stage, "owner", word);
    const { things } = await furnish({ stage, operations, owner, word, hook: hooks.url(word) });
    const headers = { authorization: `Bearer ${stage.operatorKey}` };
    const operator: Caller = { name: "the operator", kind: "operator", role: "viewer", headers };
    return await work({ ...things, ...(await ofInstallation(stage.wire, operator)) }, [owner, operator]);
  } finally {
    await hooks.stop();
  }
}

function fuzz({ stage, operations, thorough, cases = thorough ? 200 : 2, only, say }: Ground): Promise<Outcome> {
  return inHouse(stage, operations, "foxtrot", (things, callers) =>
    proveFuzz({ stage, operations, things, callers, cases, seed: 20_261_129, ...(only ? { only } : {}), say }),
  );
}

const proofs = { tenancy, roles, attacks, fuzz, idempotency, enumeration, asvs } satisfies Record<
  string,
  (ground: Ground) => Promise<Outcome>
>;
/** Those that need systems of their own. */
const apart = { "rate-limits": proveRateLimits } satisfies Record<string, (topology: Topology, thorough: boolean) => Promise<Outcome>>;
type PartTogether = keyof typeof proofs;
type PartApart = keyof typeof apart;
export type Part = PartTogether | PartApart;
/** Those that are proved on one system, one after the other. */
export const partsTogether = Object.keys(proofs) as PartTogether[];
const partsApart = Object.keys(apart) as PartApart[];
export const parts: readonly Part[] = [...partsTogether, ...partsApart];

export async function prove(proof: Proof): Promise<Timed[]> {
  const { topology, parts: wanted, thorough, say } = proof;
  const isTimed = (name: Part) => topology === undefined && thorough && name === "enumeration";
  const outcomes: Timed[] = [];
  for (const [on, chosen] of [
    [topology ?? "together", partsTogether.filter((name) => wanted.includes(name) && !isTimed(name))],
    ["apart", partsTogether.filter((name) => wanted.includes(name) && isTimed(name))],
  ] as const)
    if (chosen.length > 0) outcomes.push(...(await proveTogether({ ...proof, topology: on, parts: chosen })));
  for (const part of partsApart.filter((name) => wanted.includes(name))) {
    const outcome = await timed(() => apart[part](topology ?? "together", thorough));
    say(`${part}: ${summary(outcome)}`);
    for (const { where, what } of outcome.findings.slice(0, mostSaid)) say(`  ${where}: ${what}`);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function timed(work: () => Promise<Outcome>): Promise<Timed> {
  const begun = performance.now();
  return { ...(await work()), seconds: Math.round((performance.now() - begun) / 1_000) };
}

async function proveTogether({ topology, parts: wanted, thorough, say, ...how }: Proof & { topology: Topology }): Promise<Timed[]> {
  const stage = await openStage(topology, wideLimits);
  try {
    const outcomes: Timed[] = [];
    const besides: Outcome[] = [];
    const outcomeOf: Ground["outcomeOf"] = async (part) => {
      const known = [...outcomes, ...besides].find((outcome) => outcome.part === part);
      if (known) return known;
      const outcome = await proofs[part]({ ...ground, thorough: false });
      besides.push(outcome);
      return outcome;
    };
    const ground: Ground = {
      stage,
      topology,
      operations: describedOperations(),
      staff: await staffOf(stage, "bravo"),
      thorough,
      say,
      ...how,
      outcomeOf,
    };
    say("the system is up, and everybody has signed up");
    for (const part of partsTogether.filter((name) => wanted.includes(name))) {
      const outcome = await timed(() => proofs[part](ground));
      say(`${part}: ${summary(outcome)}`);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    await stage.stop();
  }
}

async function tenancy({ stage, operations, staff, thorough }: Ground): Promise<Outcome> {
  const { wire, inwardKey } = stage;
  const hooks = await openHooks();
  try {
    const houseOf = (owner: Person, word: string, admitted: boolean) =>
      furnish({ stage, operations, owner, word, hook: hooks.url(word), admitted });
    const [owner] = staff;
    const own = await houseOf(owner, "bravo", false);
    // Whoever knows the code of a device that waits may look at it; one that was decided on is nobody else's any more.
    const other = await houseOf(await signUp(stage, "owner", "zinnoberrot"), "zinnoberrot", true);
    const key = await keyOf(wire, owner, ["niches:read", "database:read", "events:admin"]);
    const members = thorough ? staff : staff.slice(0, 1);
    const outcome = await proveTenancy({
      wire,
      inwardKey,
      operations,
      other,
      own,
      callers: [...members, key],
      forgive: () => forgive(stage),
    });
    const deliveries = hooks.received(own.word).length + hooks.received(other.word).length;
    const strayed = [...misdelivered(hooks, own, other), ...misdelivered(hooks, other, own)];
    return { ...outcome, probes: outcome.probes + deliveries, findings: [...outcome.findings, ...strayed] };
  } finally {
    await hooks.stop();
  }
}

/** In an organisation of its own: in one that was attacked before, work that goes on by itself would look like a change. */
async function roles({ stage, operations, thorough }: Ground): Promise<Outcome> {
  const staff = await staffOf(stage, "charlie");
  const nobodies = await nobodiesOf(stage, staff[0]);
  return proveRoles({ stage, operations, staff, nobodies, thorough });
}

async function attacks({ stage, operations, staff, thorough }: Ground): Promise<Outcome> {
  const [owner, ...others] = staff;
  const viewer = others.find(({ role }) => role === "viewer") ?? owner;
  const { key } = await keyOf(
    stage.wire,
    owner,
    scopes.filter((scope) => scope !== "installation:admin"),
  );
  const stranger = await signUp(stage, "stranger", "elsewhere");
  const made = async (path: string, body: object) => parsed(await postJson(stage.wire, path, body, owner), z.object({ id: z.string() })).id;
  const niche = await made("/api/v1/niches", { name: "attacked" });
  const webhook = await made("/api/v1/webhooks", { url: "http://localhost:9/attacked" });
  return proveAttacks({ stage, operations, owner, viewer, stranger, key, niche, webhook }, thorough);
}

/** A hundred requests under one key, for many keys; and every operation that takes one, in an organisation of its own. */
async function idempotency({ stage, operations, thorough, say }: Ground): Promise<Outcome> {
  const outcome = await proveIdempotency({ stage, keys: thorough ? 200 : 3, say });
  const { probes, findings } = await inHouse(stage, operations, "hotel", (things, callers) =>
    proveRepetitions({ stage, operations, things, callers, say }),
  );
  return { ...outcome, probes: outcome.probes + probes, findings: [...outcome.findings, ...findings] };
}

/** Samples of a timed question. One that hashes nothing takes milliseconds, and more of them leave less to chance. */
const samples = { hashing: 200, quick: 1_000 } as const;

/** Every address is tried once: what a second attempt at one would be spared, or would be held up by, tells nothing of the first. */
async function enumeration({ stage, topology, staff: [owner], thorough, say }: Ground): Promise<Outcome> {
  const outcome: Outcome & { details: { figures: Figure[] } } = {
    part: "enumeration",
    counts: "tells",
    probes: 0,
    findings: [],
    details: { figures: [] },
  };
  const ask = async (on: Stage, question: Question, known: readonly string[]) => {
    const { probes, findings, figures } = await proveEnumeration({ stage: on, question, known, timed: thorough, say });
    outcome.probes += probes;
    outcome.findings.push(...findings);
    outcome.details.figures.push(...figures);
  };
  const known = await likenesses(stage, owner, thorough ? samples.hashing : 3);
  await ask(stage, wrongPassword, known);
  if (!thorough) {
    await ask(stage, inventedInvitation, known);
    return outcome;
  }
  const mailing = await openStage(topology, { ...wideLimits, MAIL_OUTBOX: "true" });
  try {
    const theirs = await likenesses(mailing, await signUpByMail(mailing, "owner", "echo"), samples.quick);
    await ask(mailing, inventedInvitation, theirs.slice(0, samples.hashing));
    await ask(mailing, forgottenPassword, theirs);
  } finally {
    await mailing.stop();
  }
  return outcome;
}

async function asvs({ stage, thorough, say, outcomeOf }: Ground): Promise<Outcome> {
  // In their order: what an attack has left behind, and goes on by itself, would look like a leak.
  for (const part of provingParts) await outcomeOf(part);
  const [owner, ...others] = await staffOf(stage, "delta");
  const viewer = others.find(({ role }) => role === "viewer") ?? owner;
  const { text, outcome } = reported(await asvsTable({ stage, owner, viewer, outcomeOf }, thorough));
  if (thorough) say(`asvs\n${text}`);
  return outcome;
}
