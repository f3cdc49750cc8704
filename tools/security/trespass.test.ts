import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openApiFile } from "../system/openapi.ts";
import { Cursors } from "../../workers/gateway/cursors.ts";
import type { House } from "./house.ts";
import { resolved, type Schema, type Schemas } from "./fuzz/arbitrary.ts";
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
const probesOf = async (some: readonly Operation[]) =>
  (await phasesOf(some, [own.owner], { own, other }, new Cursors(undefined))).flatMap(({ probes }) => probes);
const named = (id: string) => operations.filter((operation) => operation.id === id);

/** Variable parts of paths that name nothing of an organisation, by what they name. */
const ofNobody: Readonly<Record<string, string>> = {
  kind: "a kind of actor",
  name: "a subscription of a service",
  service: "a service",
  alias: "an alias of the installation",
  model: "a model of the installation",
  rule: "an alert rule of the installation",
  number: "a part of a backup, within its id",
  provider: "a service with which people sign in",
};
/** Where `{id}` is a node of the installation. */
const ofNodes = /^\/api\/v1\/nodes\/\{id\}/;

/** Variable parts of the path that are neither tried nor known to be nobody's. */
function blind({ path, ...operation }: Operation): string[] {
  const tried = slotsOf({ path, ...operation }).flatMap(({ in: place, name }) => (place === "path" ? [name] : []));
  return [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !tried.includes(name) && ofNobody[name] === undefined && !(name === "id" && ofNodes.test(path)));
}

test("every place of a path that names a thing is tried", () => {
  expect(operations.flatMap((operation) => blind(operation).map((name) => `${operation.id}: ${name}`))).toEqual([]);
});

test("a new variable part of a path is missed until it is known whose it is", () => {
  const [operation] = named("getNiche");
  if (!operation) throw new Error("There is no getNiche.");
  expect(blind({ ...operation, path: "/api/v1/niches/{id}/drawings/{drawingId}" })).toEqual(["drawingId"]);
});

/** Fields that are called ids and name nothing that is looked up, by operation. */
const notLookedUp: Readonly<Record<string, readonly string[]>> = {
  addPasskey: ["id", "rawId"],
  confirmIdentity: ["id", "rawId"],
  openUpload: ["nativeId"],
  calculateProfit: ["id"],
  analysePriceSensitivity: ["evidenceIds"],
  recommendPrice: ["evidenceId"],
  startRun: ["evidenceIds"],
};
const document = JSON.parse(readFileSync(openApiFile, "utf8")) as {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema?: Schema }> } }>>;
  components: { schemas: Schemas };
};

/** Names of the fields of a body, at any depth, that are called ids. */
function idFields(schema: Schema | undefined, seen: readonly string[] = []): string[] {
  if (!schema || seen.includes(schema.$ref ?? "")) return [];
  if (schema.$ref !== undefined) return idFields(resolved(schema.$ref, document.components.schemas), [...seen, schema.$ref]);
  const fields = Object.entries(schema.properties ?? {});
  const inner = [...fields.map(([, field]) => field), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const called = fields.map(([name]) => name).filter((name) => /(^id|Ids?)$/.test(name));
  return [...called, ...[...inner, schema.items].flatMap((one) => idFields(one, seen))];
}

test("every field of a body that is called an id is tried", () => {
  const untried = operations
    .filter(({ "x-only": only, open }) => only !== "operator" && !open)
    .flatMap((operation) => {
      const { id, path, method } = operation;
      const body = document.paths[path]?.[method.toLowerCase()]?.requestBody?.content["application/json"]?.schema;
      const tried = slotsOf(operation).flatMap(({ in: place, name }) => (place === "body" ? name.split(".") : []));
      const known = [...tried, ...(notLookedUp[id] ?? [])];
      return Array.from(new Set(idFields(body).filter((name) => !known.includes(name))), (name) => `${id}: ${name}`);
    });
  expect(untried).toEqual([]);
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
