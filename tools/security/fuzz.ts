/**
 * Requests drawn at random from the API's description, and its answers held against it, after the checks of Schemathesis: no server error; no status, header,
 * type or shape that is not described; wrong input refused, valid input taken, demanded headers demanded; no answer without a credential; other methods refused
 * (405, `Allow`); what is made can be read, and what was deleted is gone.
 */
import { readFileSync } from "node:fs";
import { openApiFile } from "../system/openapi.ts";
import { mayCall, withCredential, type Caller } from "./callers.ts";
import { requestWith } from "./examples.ts";
import { inParallel, type Finding, type Outcome } from "./findings.ts";
import type { Schemas } from "./fuzz/arbitrary.ts";
import { casesOf, type Case, type Described } from "./fuzz/cases.ts";
import { Contract, type Answer } from "./fuzz/contract.ts";
import { meant, neverDone, throttled } from "./fuzz/left-out.ts";
import { madeId, proveLives, readerOf } from "./fuzz/life.ts";
import { exampleFor, handedOn, Throwaways } from "./fuzz/throwaway.ts";
import { isBroken } from "./likeness.ts";
import type { Operation } from "./operations.ts";
import { inOrder, patiently } from "./order.ts";
import { forgive } from "./people.ts";
import type { Stage } from "./stage.ts";
import type { Things } from "./things.ts";
import type { Heard, Sent } from "./wire.ts";

/** Operations between two words about how far it is. */
const saidEvery = 10;
/** Things that an operation makes and that are read again. */
const mostRead = 10;

export interface Fuzzing {
  stage: Stage;
  operations: readonly Operation[];
  things: Things;
  /** Who may do everything in the organisation, and the operator. */
  callers: readonly [Caller, ...Caller[]];
  cases: number;
  seed: number;
  only?: readonly string[];
  say: (message: string) => void;
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Schemas; responses: Record<string, Answer>; headers: Record<string, object> };
}

/** What was tried of one operation. */
interface Tried {
  id: string;
  requests: number;
  /** Valid ones that were carried out. */
  done: number;
}

export async function proveFuzz(fuzzing: Fuzzing): Promise<Outcome> {
  const { stage, operations, callers, cases, things, only, say } = fuzzing;
  const { wire } = stage;
  const throwaways = new Throwaways(stage, things);
  const document = JSON.parse(readFileSync(openApiFile, "utf8")) as Document;
  const { schemas, responses, headers } = document.components;
  const contract = new Contract(schemas, responses, headers);
  const findings: Finding[] = [];
  const all: Tried[] = [];
  const callerFor = (operation: Operation) => callers.find((one) => mayCall(one, operation));
  const probesOf = () => all.reduce((sum, { requests }) => sum + requests, 0);
  const chosen = operations.filter(({ id }) => only?.includes(id) ?? true);
  // What deletes comes last, so that the others have something.
  const tried = inOrder(chosen);
  for (const [index, operation] of tried.entries()) {
    if (index % saidEvery === 0) say(`fuzz: ${index} of ${tried.length} operations, ${probesOf()} probes, ${findings.length} findings`);
    const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
    if (!described) continue;
    const caller = callerFor(operation);
    const reader = readerOf(operation, operations);
    const kinds = new Set<string>();
    // Where they are.
    const made: string[] = [];
    const found = (sent: Sent, what: string, fault: string) => {
      // One of a kind says it: the same mistake is made by many requests.
      const kind = fault.replaceAll(/[^a-z ]+/g, " ").slice(0, 50);
      if (kinds.has(kind)) return;
      kinds.add(kind);
      findings.push({
        where: `${sent.method} ${sent.path} (${operation.id}, ${what})`,
        what: `${fault} [${String(sent.body ?? "").slice(0, 200)}]`,
      });
    };
    const of: Tried = { id: operation.id, requests: 0, done: 0 };
    const first = await throwaways.forOperation(operation);
    let person = first;
    const plain = requestWith(operation, things);
    const example = first ? exampleFor(first, operation, plain) : plain;
    const ask = async ({ what, sent }: Case) => {
      const as = person ?? caller;
      const own = first && person ? handedOn(sent, first, person) : sent;
      const heard = await wire.send(what === "without credential" || !as ? own : withCredential(own, as));
      if (first && heard.status < 400) person = await throwaways.forOperation(operation);
      return heard;
    };
    const judge = (what: Case["what"], sent: Sent, heard: Heard) => {
      of.requests += 1;
      if (what === "valid" && heard.status < 400) of.done += 1;
      const id = reader && what === "valid" ? madeId(heard) : undefined;
      if (id !== undefined && made.length < mostRead) made.push(`${sent.path.split("?", 1)[0]}/${encodeURIComponent(id)}`);
      const fault = faultOf(what, operation, heard) ?? contract.fault(operation.id, described.responses, heard);
      if (fault !== undefined) found(sent, what, fault);
    };
    // Before anything that was drawn could stand in its way.
    if (throttled.has(operation.id)) await forgive(stage);
    const whole: Case = { what: "valid", sent: example };
    const heard = await (neverDone[operation.id] === undefined ? patiently(() => ask(whole)) : ask(whole));
    judge("valid", example, heard);
    if (of.done === 0 && neverDone[operation.id] === undefined)
      found(example, "example", `It should be carried out: ${heard.status} ${heard.text.slice(0, 200)}`);
    const drawn = casesOf({
      operation,
      described,
      schemas,
      example,
      known: methodsAt(operation.path, operations),
      cases: Math.max(1, cases - 1),
      seed: fuzzing.seed,
    });
    const send = async (one: Case) => judge(one.what, one.sent, await ask(one));
    await inParallel(drawn, send, first ? 1 : undefined);
    for (const path of reader ? made : []) {
      const sent = { method: "GET", path };
      const { status, text } = await wire.send(caller ? withCredential(sent, caller) : sent);
      of.requests += 1;
      if (status !== 200) found(sent, "availability", `What was just made was answered ${status}: ${text.slice(0, 100)}`);
    }
    all.push(of);
    // Without this check all that follows could be refused, and nothing would be found.
    const me = await wire.send(withCredential({ method: "GET", path: "/api/v1/auth/me" }, callers[0]));
    if (me.status !== 200 || !me.text.includes(`"role":"${callers[0].role}"`))
      throw new Error(`After ${operation.id} whoever asks is not who they were: ${me.status} ${me.text.slice(0, 200)}`);
  }
  const lives = only
    ? { probes: 0, findings: [], lives: [], notMade: [] }
    : await proveLives({ wire, operations: chosen, things, callerFor });
  report(all, cases, lives, say);
  return { part: "fuzz", counts: "broken promises", probes: probesOf() + lives.probes, findings: [...findings, ...lives.findings] };
}

/** Other methods of a path: those that stand there, and those of a path with a variable part in the place of a fixed one. */
function methodsAt(path: string, operations: readonly Operation[]): string[] {
  const segments = path.split("/");
  const same = ({ path: other }: Operation) => {
    const parts = other.split("/");
    return parts.length === segments.length && parts.every((part, index) => part === segments[index] || part.startsWith("{"));
  };
  return operations.filter(same).map(({ method }) => method);
}

function faultOf(what: Case["what"], { id, open }: Operation, heard: Heard): string | undefined {
  const { status, text, headers } = heard;
  if (isBroken(heard, id)) return `A server error: ${status} ${text.slice(0, 200)}`;
  if (status === 429) return throttled.has(id) ? undefined : `A limit was reached, which nothing here should: ${text.slice(0, 200)}`;
  if (what === "spoiled" && status < 400) return `Wrong input was taken: ${status} ${text.slice(0, 100)}`;
  if (what === "valid" && status === 400 && !meant[id]?.some(({ said }) => said.test(text)))
    return `Valid input was refused: ${text.slice(0, 300)}`;
  if (what === "without a header" && ![400, 428].includes(status))
    return `A demanded header was not missed: ${status} ${text.slice(0, 100)}`;
  if (what === "without credential" && !open && status !== 401) return `Nobody was answered ${status}: ${text.slice(0, 100)}`;
  if (what !== "another method") return status === 405 ? `Its own method was refused: ${text.slice(0, 100)}` : undefined;
  // Where no credential is asked for, one is for other methods.
  if (status === 401 && open) return undefined;
  return status === 405 && headers["allow"] !== undefined
    ? undefined
    : `A method that is not described was answered ${status}, Allow: ${headers["allow"]}`;
}

/** What the figures do not say: what was left out, where there was less to try, and what was never carried out. */
function report(
  all: readonly Tried[],
  cases: number,
  { lives, notMade }: { lives: readonly string[]; notMade: readonly string[] },
  say: (message: string) => void,
): void {
  const fewer = all.filter(({ requests }) => requests < cases);
  const never = all.filter(({ done }) => done === 0);
  say(
    `fuzz: ${all.length} operations, at least ${cases} different requests of each of ${all.length - fewer.length}; made, deleted and gone: ${lives.join(", ")}`,
  );
  if (notMade.length > 0) say(`fuzz: not made by one request, and so not deleted: ${notMade.join(", ")}`);
  if (fewer.length > 0) say(`fuzz: all there are of ${fewer.map(({ id, requests }) => `${id} ${requests}`).join(", ")}`);
  for (const { id } of never) say(`fuzz: no valid request was carried out of ${id}: it ${neverDone[id] ?? "should be"}`);
  for (const [id, reasons] of Object.entries(meant))
    say(`fuzz: ${id} may refuse what its schema allows: ${reasons.map(({ why }) => why).join("; ")}`);
}
