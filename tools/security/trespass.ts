/** The requests by which one organisation could reach into another. */
import type { ErrorCode } from "../../contracts/errors.ts";
import { encodeCursor } from "../../contracts/page.ts";
import type { Cursors } from "../../workers/gateway/cursors.ts";
import { toolCall } from "./agent.ts";
import { mayCall, type Caller } from "./callers.ts";
import { chosen, exampleOf, requestWith } from "./examples.ts";
import { byTool } from "./expected.ts";
import { keyUsed, type House } from "./house.ts";
import type { Operation } from "./operations.ts";
import { inOrder } from "./order.ts";
import { slotsOf, thingBelow, type Slot } from "./slots.ts";
import { absentThings, within, type Thing, type Things } from "./things.ts";
import type { Sent } from "./wire.ts";

export interface Probe {
  operation: Operation;
  caller: Caller;
  /** `with their niche`. */
  how: string;
  sent: Sent;
  /** What of theirs is named. */
  things?: readonly Thing[];
  /** The same request about what nobody has; absent: only what the answer says is judged. */
  twin?: Twin;
  /** A code that would say that their key is known. */
  never?: ErrorCode;
  /** `refused`: nothing but a refusal is right. `carried out`: the owner at home, for whom it has to work. */
  expected?: "refused" | "carried out";
}

export interface Twin {
  sent: Sent;
  /** What the request names, and what stands for it in its twin. */
  theirs: readonly string[];
  nobodys: readonly string[];
}

export interface Houses {
  other: House;
  own: House;
}

/** What they answer is no JSON: agents have no tool for it. */
const files = new Set(["followNiche", "followRun", "getNicheReport", "getComparisonReport"]);

/** The operation as a tool of `/mcp`, about theirs and about nobody's; none where it is no tool that names something. */
function asTool(operation: Operation, caller: Caller, { other }: Houses): Probe[] {
  const named = slotsOf(operation).filter(({ in: place }) => place !== "body");
  if (operation.method !== "GET" || named.length === 0 || files.has(operation.id) || !mayCall(caller, operation)) return [];
  const absent = absentThings();
  const kind = operation.path.includes("{kind}") ? { kind: chosen["kind"] } : {};
  const given = (things: Things) => ({ ...kind, ...Object.fromEntries(named.map(({ name, thing }) => [name, things[thing]])) });
  const ids = (things: Things) => named.map(({ thing }) => things[thing]);
  const asked = (things: Things) => toolCall("2025-06-18", operation.id, given(things));
  const twin = { sent: asked(absent), theirs: ids(other.things), nobodys: ids(absent) };
  return [{ operation, caller, how: byTool, things: named.map(({ thing }) => thing), sent: asked(other.things), twin }];
}

/** It would end the organisation that asks, and with it the rest of the proof. */
const lethal = "eraseOrganisation";

/**
 * What is tried one after the other: what a phase does can change the answers of those that are tried with it. `cursors`: as the door signs them.
 */
export async function phasesOf(
  operations: readonly Operation[],
  callers: readonly Caller[],
  houses: Houses,
  cursors: Cursors,
): Promise<Phase[]> {
  const [owner] = callers;
  const closed = operations.filter(({ open }) => !open);
  const naming = closed.flatMap((operation) =>
    subsets(slotsOf(operation)).flatMap((named) => callers.map((caller) => aboutTheirs(operation, caller, named, houses))),
  );
  // A caller who is refused anyhow is no test of these; the owner is refused least.
  const allowed = owner ? closed.filter((one) => mayCall(owner, one) && one.id !== lethal) : [];
  const borrowing = owner ? allowed.flatMap((operation) => borrowed(operation, owner, houses)) : [];
  const paging = owner ? await Promise.all(allowed.flatMap((operation) => paged(operation, owner, houses, cursors))) : [];
  const agents = callers
    .filter(({ kind }) => kind === "key")
    .flatMap((caller) => closed.flatMap((operation) => asTool(operation, caller, houses)));
  // What is written with their ids in it stands in our own lists from then on.
  const writes = ({ operation }: Probe) => slotsOf(operation).some((slot) => slot.in === "body");
  const home = owner ? inOrder(allowed).map((operation) => atHome(operation, owner, houses)) : [];
  return [
    { probes: [...naming.filter((probe) => !writes(probe)), ...agents] },
    // What one of them does can stand in the way of another.
    { probes: home, lanes: 1 },
    { probes: [...borrowing, ...paging] },
    { probes: naming.filter(writes) },
  ];
}

export interface Phase {
  probes: readonly Probe[];
  /** How many at a time, where not as many as ever. */
  lanes?: number;
}

function isFeed({ path }: Operation): boolean {
  return path.endsWith("/feed");
}

/** What the owner does to the own things must not reach the others either, nor what all share. */
function atHome(operation: Operation, caller: Caller, { own }: Houses): Probe {
  return { operation, caller, how: "with things of their own", sent: requestWith(operation, own.things), expected: "carried out" };
}

/** With their things in the slots `named`, and with ours in the others. */
function aboutTheirs(operation: Operation, caller: Caller, named: readonly Slot[], { other, own }: Houses): Probe {
  const nobodys = absentThings();
  const from = (there: Things) =>
    exampleOf({ operation, thing: (slot) => (named.some((one) => same(one, slot)) ? there : own.things)[slot.thing] });
  const ids = (there: Things) => named.map(({ thing }) => there[thing]);
  return {
    operation,
    caller,
    how: `with their ${named.map(({ thing }) => thing).join(" and ")}`,
    things: named.map(({ thing }) => thing),
    sent: from(other.things),
    twin: { sent: from(nobodys), theirs: ids(other.things), nobodys: ids(nobodys) },
  };
}

function same(a: Slot, b: Slot): boolean {
  return a.in === b.in && a.name === b.name;
}

/** All sets of slots but the empty one. What has a short id within something else is not named without it. */
function subsets(slots: readonly Slot[]): Slot[][] {
  let all: Slot[][] = [[]];
  for (const slot of slots) all = [...all, ...all.map((some) => [...some, slot])];
  const names = (some: readonly Slot[], thing: Thing) => some.some((slot) => slot.thing === thing);
  const isWhole = (some: readonly Slot[]) => some.every(({ thing }) => within[thing] === undefined || names(some, within[thing]));
  return all.filter((some) => some.length > 0 && isWhole(some));
}

function borrowed(operation: Operation, caller: Caller, { other, own }: Houses): Probe[] {
  const base = { operation, caller };
  const plain = requestWith(operation, own.things);
  const probes: Probe[] = crossedIds(operation, other.things).map((sent) => ({
    ...base,
    how: "with their organisation in the id",
    sent,
    expected: "refused",
  }));
  if (takes(operation, "idempotency-key")) {
    const sent = { ...plain, headers: { ...plain.headers, "idempotency-key": keyUsed(other, operation.id) } };
    probes.push({ ...base, how: "with their idempotency key", sent, never: "key_reused" });
  }
  if (isFeed(operation)) {
    const nobodys = absentThings();
    for (const headers of [{ accept: "text/event-stream" }, upgrade]) {
      const from = (things: Things): Sent => ({ ...requestWith(operation, things), headers });
      const [theirs, absent] = [other.things, nobodys].map((things) => slotsOf(operation).map(({ thing }) => things[thing]));
      const twin = { sent: from(nobodys), theirs: theirs ?? [], nobodys: absent ?? [] };
      probes.push({
        ...base,
        how: `following theirs (${"accept" in headers ? "event stream" : "socket"})`,
        sent: from(other.things),
        twin,
      });
    }
  }
  return probes;
}

/** RFC 6455, section 4.1, with the key of its example. */
const upgrade = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** Actors are named `organisation/id`: an id that brings an organisation along must not name another's. */
function crossedIds(operation: Operation, theirs: Things): Sent[] {
  const crossed = (id: string) => [`${theirs.organisation}/${id}`, `../${theirs.organisation}/${id}`];
  return slotsOf(operation)
    .filter((slot) => slot.in === "path")
    .flatMap((slot) =>
      crossed(theirs[slot.thing]).map((id) => exampleOf({ operation, thing: (one) => (same(one, slot) ? id : theirs[one.thing]) })),
    );
}

function takes({ parameters }: Operation, name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}

/** With cursors as a list of theirs has them, as if the door had signed them for the caller: the service must hide the others by itself. */
function paged(operation: Operation, caller: Caller, { other, own }: Houses, cursors: Cursors): Promise<Probe>[] {
  if (!takes(operation, "cursor")) return [];
  const plain = requestWith(operation, own.things);
  const url = new URL(plain.path, "http://localhost");
  return cursorsOf(operation, other.things).map(async (cursor) => {
    const signed = await cursors.signed(own.owner, url, cursor);
    const path = `${plain.path}${url.search === "" ? "?" : "&"}cursor=${signed}`;
    return { operation, caller, how: "with a cursor of theirs", sent: { ...plain, path } };
  });
}

/** What a cursor of their list can hold: where something of theirs stands in it. */
function cursorsOf({ path }: Operation, theirs: Things): string[] {
  const ids = [theirs[thingBelow(path) ?? "run"], theirs.evidence];
  return [[0], [Date.now(), "~"], ...ids.flatMap((id) => [[id], [Date.now(), id], [0, Date.now(), id]])].map((key) => encodeCursor(key));
}
