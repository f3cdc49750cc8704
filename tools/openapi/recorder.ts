/** Recording examples for the API's description: every operation is asked of a fresh system, and what it was sent and answered is kept, made short. */
import { readFileSync, writeFileSync } from "node:fs";
import { operator } from "../../contracts/principal.ts";
import type { Example } from "../../workers/gateway/examples.ts";
import { mayCall, withCredential, type Caller } from "../security/callers.ts";
import { requestWith } from "../security/examples.ts";
import { furnish } from "../security/furnish.ts";
import { Contract, type Answer, type Answers } from "../security/fuzz/contract.ts";
import { openHooks } from "../security/hooks.ts";
import { describedOperations, type Operation } from "../security/operations.ts";
import { signUp } from "../security/people.ts";
import { openStage } from "../security/stage.ts";
import type { Heard, Sent } from "../security/wire.ts";
import { openApiFile } from "../system/openapi.ts";
import { inRoot } from "../system/paths.ts";
import { sampleOf, type Schema, type Schemas } from "./sample.ts";
import { shortened } from "./shortened.ts";

export const examplesFile = inRoot("workers/gateway/examples.json");

/** They end the organisation, the session, or what others need. */
const leftAlone = new Set(["eraseOrganisation", "signOut", "startRestore", "sendBackupManifest", "sendBackupPart", "leaveOrganisation"]);
const password = "correct horse battery staple";
/** Bodies that are sent wrong on purpose, as they are when they are right. */
const meant: Readonly<Record<string, object>> = {
  signUp: { email: "ada@looms.example", password, name: "Ada", organisationName: "Looms" },
  signIn: { email: "ada@looms.example", password },
  confirmIdentity: { password },
  changePassword: { currentPassword: password, newPassword: "a still longer phrase of words" },
};
const order = ["GET", "POST", "PUT", "PATCH", "DELETE"];

interface Described {
  parameters?: { name: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema; example?: unknown }> };
  responses: Answers;
}
interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Schemas; responses: Record<string, Answer> };
}

/** Writes workers/gateway/examples.json. What cannot be recorded (no model, no e-mail) is made from its schema. Returns how many of how many were recorded. */
export async function recordExamples(): Promise<{ recorded: number; operations: number }> {
  const document = JSON.parse(readFileSync(openApiFile, "utf8")) as Document;
  const operations = describedOperations();
  const heard = await askedAll(operations);
  const contract = new Contract(document.components.schemas, document.components.responses);
  const examples: [string, Example][] = operations.flatMap((operation) => {
    const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
    const asked = heard.get(operation.id);
    return described && asked ? [[operation.id, exampleOf(operation, described, asked, document, contract)]] : [];
  });
  writeFileSync(examplesFile, `${JSON.stringify(Object.fromEntries(examples.toSorted(([a], [b]) => (a < b ? -1 : 1))), undefined, 1)}\n`);
  const recorded = operations.filter(({ id }) => (heard.get(id)?.answer.status ?? 500) < 400).length;
  return { recorded, operations: operations.length };
}

interface Asked {
  sent: Sent;
  answer: Heard;
}

async function askedAll(operations: readonly Operation[]): Promise<Map<string, Asked>> {
  const stage = await openStage("together");
  const hooks = await openHooks();
  try {
    const owner = await signUp(stage, "ada", "looms");
    const { things } = await furnish({ stage, operations, owner, word: "bag", hook: hooks.url("bag") });
    const authorization = `Bearer ${stage.operatorKey}`;
    const callers: Caller[] = [owner, { name: operator.id, kind: "operator", role: "viewer", headers: { authorization } }];
    const asked = new Map<string, Asked>();
    for (const operation of operations.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method))) {
      const sent = requestWith(operation, things);
      const caller = callers.find((one) => mayCall(one, operation));
      const isFeed = operation.path.endsWith("/feed");
      const answer =
        leftAlone.has(operation.id) || isFeed
          ? { status: 0, headers: {}, text: "" }
          : await stage.wire.send(caller && !operation.open ? withCredential(sent, caller) : sent);
      asked.set(operation.id, { sent, answer });
    }
    return asked;
  } finally {
    await hooks.stop();
    await stage.stop();
  }
}

function exampleOf(
  operation: Operation,
  described: Described,
  { sent, answer }: Asked,
  { components }: Document,
  contract: Contract,
): Example {
  const parameters = parametersOf(operation, described, sent);
  const content = described.requestBody?.content["application/json"];
  // A file is a text, whatever stands in it.
  const read = (text: string): unknown => (content?.schema?.type === "string" ? text : shortened(JSON.parse(text)));
  const body = content && content.example === undefined ? { body: meant[operation.id] ?? read(String(sent.body ?? "{}")) } : {};
  return {
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...body,
    answers: answersOf(operation, described, answer, components, contract),
  };
}

/** The recorded answer, and for every other success one that is made from its schema. */
function answersOf(
  { id }: Operation,
  { responses }: Described,
  { status, text, headers }: Heard,
  { schemas }: Document["components"],
  contract: Contract,
): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const [code, answer] of Object.entries(responses)) {
    const schema = code.startsWith("2") && !("$ref" in answer) ? answer.content?.["application/json"]?.schema : undefined;
    if (schema) answers[code] = sampleOf(schema, schemas);
  }
  const isJson = headers["content-type"]?.startsWith("application/json") ?? false;
  if (!(String(status) in answers) || !isJson) return answers;
  const body = shortened(JSON.parse(text));
  const fault = contract.fault(id, responses, { status, headers, text: JSON.stringify(body) });
  if (fault === undefined) return { ...answers, [status]: body };
  process.stderr.write(`${id}: what is left of its answer is none: ${fault}\n`);
  return answers;
}

/** What stands in the variable parts of the path, and in the query. */
function parametersOf({ path }: Operation, { parameters = [] }: Described, sent: Sent): Record<string, string | number> {
  const [own = "", search = ""] = sent.path.split("?");
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`);
  const values = pattern.exec(own)?.slice(1) ?? [];
  const inPath = names.map((name, index): [string, string] => [name, decodeURIComponent(values[index] ?? "")]);
  const isNumber = (name: string) => [parameters.find((one) => one.name === name)?.schema?.type].flat().includes("integer");
  return Object.fromEntries(
    [...inPath, ...new URLSearchParams(search)].map(([name, value]) => [name, isNumber(name) ? Number(value) : value]),
  );
}
