import { expect, test } from "vitest";
import { Cursors } from "../../workers/gateway/cursors.ts";
import type { House } from "./house.ts";
import { describedOperations, type Operation } from "./operations.ts";
import { slotsOf } from "./slots.ts";
import { absentThings } from "./things.ts";
import { phasesOf } from "./trespass.ts";

const house = (word: string): House => ({
  word,
  things: absentThings(),
  owner: { name: "owner", kind: "person", role: "owner", headers: {}, email: `o@${word}`, user: "usr_1", organisation: "org_1" },
});
const [own, other] = [house("own"), house("other")];
const operations = describedOperations();
const probesOf = async (some: readonly Operation[]) => (await phasesOf(some, [own.owner], { own, other }, new Cursors(undefined))).flat();
const named = (id: string) => operations.filter((operation) => operation.id === id);

/** Ids that belong to the installation or are not ids of anything stored: models, nodes, names of services and subscriptions. */
const notOfAnOrganisation = ["getModel", "moveAlias", "nodeHeartbeat", "openNodeLink", "drainNode", "resumeNode", "revokeNode"];

test("every place of a path that names a thing is tried", () => {
  const blind = operations.filter(({ id, path }) => /\{(id|actorId|effectId|delivery)\}/.test(path) && !notOfAnOrganisation.includes(id));
  expect(blind.filter((operation) => slotsOf(operation).length === 0).map(({ id }) => id)).toEqual([]);
});

test("every operation is called at least once, but for the one that ends the organisation", async () => {
  const called = new Set((await probesOf(operations)).map(({ operation }) => operation.id));
  const uncalled = operations.filter(({ id, open, "x-only": only }) => !open && only !== "operator" && !called.has(id));
  expect(uncalled.map(({ id }) => id)).toEqual([]);
});

test("their thing stands in the request, and nobody's in its twin", async () => {
  const [probe] = (await probesOf(named("getNiche"))).filter(({ twin }) => twin);
  expect(probe?.sent.path).toBe(`/api/v1/niches/${other.things.niche}`);
  expect(probe?.twin?.sent.path).toBe(`/api/v1/niches/${probe?.twin?.nobodys[0]}`);
  expect(probe?.twin?.nobodys[0]).not.toBe(other.things.niche);
});

test("things are mixed in every way, in bodies too", async () => {
  const bodies = (await probesOf(named("startRun"))).filter(({ twin }) => twin).map(({ sent }) => String(sent.body));
  const of = (body: string) => [body.includes(other.things.team), body.includes(other.things.niche)];
  expect(bodies.map(of)).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ]);
});

test("nothing is asked to erase the organisation that asks", async () => {
  for (const { sent } of await probesOf(named("eraseOrganisation"))) expect(String(sent.body)).not.toContain(own.things.organisation);
});
