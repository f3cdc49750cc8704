/**
 * Requests drawn at random from the API's description, and its answers held against it, after the checks of Schemathesis: no server error, no status, type or
 * shape that is not described, wrong input refused, no answer without a credential, no method that is not described.
 */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { openApiFile } from "../system/openapi.ts";
import { mayCall, withCredential, type Caller } from "./callers.ts";
import { requestWith } from "./examples.ts";
import { inParallel, type Finding, type Outcome } from "./findings.ts";
import { arbitraryOf, spoiled, type Schema, type Schemas } from "./fuzz/arbitrary.ts";
import { Contract, type Answer, type Answers } from "./fuzz/contract.ts";
import { isBroken } from "./likeness.ts";
import type { Operation } from "./operations.ts";
import type { Things } from "./things.ts";
import type { Heard, Sent, Wire } from "./wire.ts";

/** They end what the others need: the organisation, the session; or take the place of all that is stored. */
const leftAlone = new Set(["eraseOrganisation", "signOut", "startRestore", "sendBackupManifest", "sendBackupPart", "deleteBackup"]);
/** Operations between two words about how far it is. */
const saidEvery = 10;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** A service that is not there, and a limit that is reached, are answers of any operation. */
const ofAny = new Set([429, 503]);

interface Described {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Answers;
}

export interface Fuzzing {
  wire: Wire;
  operations: readonly Operation[];
  things: Things;
  /** Who may do everything in the organisation, and the operator. */
  callers: readonly Caller[];
  cases: number;
  seed: number;
  say: (message: string) => void;
}

interface Case {
  what: "valid" | "spoiled" | "without credential" | "another method";
  sent: Sent;
}

export async function proveFuzz(fuzzing: Fuzzing): Promise<Outcome> {
  const { wire, operations, callers, say } = fuzzing;
  const document = JSON.parse(readFileSync(openApiFile, "utf8")) as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Schemas; responses: Record<string, Answer> };
  };
  const { schemas, responses } = document.components;
  const contract = new Contract(schemas, responses);
  const findings: Finding[] = [];
  let probes = 0;
  const tried = operations.filter(({ id }) => !leftAlone.has(id));
  for (const [index, operation] of tried.entries()) {
    if (index % saidEvery === 0) say(`fuzz: ${index} of ${tried.length} operations, ${probes} probes, ${findings.length} findings`);
    const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
    if (!described) continue;
    const caller = callers.find((one) => mayCall(one, operation));
    const of = new Set<string>();
    await inParallel(casesOf(operation, described, schemas, fuzzing), async ({ what, sent }) => {
      const as = what === "without credential" || !caller ? sent : withCredential(sent, caller);
      const heard = await wire.send(as);
      probes += 1;
      const fault =
        faultOf(what, operation, heard) ?? (what === "another method" ? undefined : contractFault(contract, operation, described, heard));
      // One of a kind says it: the same mistake is made by many requests.
      const kind = fault?.replaceAll(/[^a-z ]+/g, " ").slice(0, 50) ?? "";
      if (fault === undefined || of.has(kind)) return;
      of.add(kind);
      findings.push({
        where: `${sent.method} ${sent.path} (${operation.id}, ${what})`,
        what: `${fault} [${String(sent.body ?? "").slice(0, 200)}]`,
      });
    });
  }
  return { part: "fuzz", counts: "broken promises", probes, findings };
}

function contractFault(contract: Contract, operation: Operation, { responses }: Described, heard: Heard): string | undefined {
  return ofAny.has(heard.status) ? undefined : contract.fault(operation.id, responses, heard);
}

function faultOf(what: Case["what"], { open }: Operation, heard: Heard): string | undefined {
  const { status, text } = heard;
  if (isBroken(heard)) return `A server error: ${status} ${text.slice(0, 200)}`;
  if (ofAny.has(status)) return undefined;
  if (what === "spoiled" && status < 400) return `Wrong input was taken: ${status} ${text.slice(0, 100)}`;
  if (what === "without credential" && !open && status !== 401) return `Nobody was answered ${status}: ${text.slice(0, 100)}`;
  if (what === "another method" && status < 400) return `A method that is not described was answered ${status}`;
  return undefined;
}

function casesOf(operation: Operation, described: Described, schemas: Schemas, { things, cases, seed, operations }: Fuzzing): Case[] {
  const example = requestWith(operation, things);
  const content = described.requestBody?.content["application/json"];
  const drawn = <T>(arbitrary: fc.Arbitrary<T>, count: number) => fc.sample(arbitrary, { seed, numRuns: count });
  const share = (part: number) => Math.max(1, Math.round(cases * part));
  const json = (body: unknown) => ({ body: JSON.stringify(body), headers: { "content-type": "application/json" } });

  const paths = drawn(requestPaths(operation, described, schemas, example.path), share(0.6));
  const bodies = content?.schema ? drawn(arbitraryOf(content.schema, schemas), share(0.6)) : [];
  const valid = paths.map((path, index): Case => ({ what: "valid", sent: { ...example, path, ...(content ? json(bodies[index]) : {}) } }));
  const wrong = content?.schema ? spoiled(content.schema, schemas) : undefined;
  const refused = wrong ? drawn(wrong, share(0.3)).map((body): Case => ({ what: "spoiled", sent: { ...example, ...json(body) } })) : [];
  const nobody: Case = { what: "without credential", sent: example };
  const known = operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
  // In a short run one of them.
  const others = methods
    .filter((method) => !known.includes(method) && !shadowed(operation.path))
    .slice(0, cases < methods.length ? 1 : methods.length)
    .map((method): Case => ({ what: "another method", sent: { method, path: example.path } }));
  return [...valid, ...refused, nobody, ...others];
}

/** Paths of one fixed part beside an operation with a variable one: another method there is that operation's. */
function shadowed(path: string): boolean {
  return /^\/api\/v1\/(niches|models)\/[a-z-]+$/.test(path);
}

/** The example's path, or one with drawn parts; with drawn query parameters. */
function requestPaths({ path }: Operation, { parameters = [] }: Described, schemas: Schemas, example: string): fc.Arbitrary<string> {
  const values = (place: string) => parameters.filter((one) => one.in === place);
  const text = (schema: Schema | undefined) => arbitraryOf(schema ?? { type: "string" }, schemas).map((value) => String(value));
  const parts = fc.record(Object.fromEntries(values("path").map(({ name, schema }) => [name, text(schema)])));
  const drawn = parts.map((chosen) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSafely(chosen[name] ?? "")));
  const required = values("query")
    .filter((one) => one.required)
    .map(({ name }) => name);
  const query = fc.record(Object.fromEntries(values("query").map(({ name, schema }) => [name, text(schema)])), {
    requiredKeys: required as never[],
  });
  const [own = ""] = example.split("?");
  return fc.tuple(fc.oneof({ weight: 3, arbitrary: fc.constant(own) }, { weight: 1, arbitrary: drawn }), query).map(([chosen, search]) => {
    const written = Object.entries(search as Record<string, string>).map(([name, value]) => `${name}=${encodeSafely(value)}`);
    return written.length === 0 ? chosen : `${chosen}?${written.join("&")}`;
  });
}

/** Lone surrogates cannot be written in a URL. An empty part would be another path. */
function encodeSafely(value: string): string {
  const encoded = encodeURIComponent(value.replaceAll(/[\ud800-\udfff]/g, "x"));
  return encoded === "" || encoded === "." || encoded === ".." ? "x" : encoded;
}
