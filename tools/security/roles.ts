/**
 * The role matrix: every operation as every role, as a key of each single permission, as the operator and as nobody. Whoever may by the
 * API's description is let through, whoever may not is answered 403 and changes nothing, and nobody is answered 401. An owner whose proof of identity is
 * old is refused what the description says that they must prove it for, and nothing else.
 */
import { scopes } from "../../contracts/principal.ts";
import { mayCall, withCredential, type Caller } from "./callers.ts";
import { requestWith } from "./examples.ts";
import { inParallel, type Finding, type Outcome } from "./findings.ts";
import { difference, isBroken } from "./likeness.ts";
import { traceOf, untilStill } from "./look.ts";
import type { Operation } from "./operations.ts";
import { keyOf, unproved, type Person } from "./people.ts";
import type { Stage } from "./stage.ts";
import { absentThings } from "./things.ts";
import type { Heard, Wire } from "./wire.ts";

/** What no key can be given. */
const reserved = "installation:admin";
/** What every refused caller is tried with in a short run: one operation in so many. */
const sparse = 8;

export interface RoleMatrix {
  stage: Stage;
  operations: readonly Operation[];
  /** One member of every role, the owner first. */
  staff: readonly [Person, ...Person[]];
  /** Credentials that are nobody's; the first is none at all. */
  nobodies: readonly Pick<Caller, "name" | "headers">[];
  thorough: boolean;
}

interface Case {
  operation: Operation;
  caller: Pick<Caller, "name" | "headers">;
  expected: "let through" | "unconfirmed" | 401 | 403;
  /** In the place of the example's. */
  body?: object;
}

/** What is marked only for some requests: a body that is one of them. */
const inCase: Readonly<Record<string, object>> = { changeWebhook: { url: "http://localhost:9/elsewhere" } };
/** Whether a proof is wanted depends on who asks: tests of the auth service try it. */
const ofSome = "changePassword";

export async function proveRoles(matrix: RoleMatrix): Promise<Outcome> {
  const { stage, staff, thorough } = matrix;
  const { wire } = stage;
  const operations = matrix.operations.filter(({ open }) => !open);
  const callers = await everyCaller(stage, staff);
  const cases = callers.flatMap((caller) =>
    operations
      .filter((operation, index) => thorough || caller.kind === "person" || tells(caller, operation) || index % sparse === 0)
      .map((operation): Case & { caller: Caller } => ({ operation, caller, expected: mayCall(caller, operation) ? "let through" : 403 })),
  );
  const unknown = matrix.nobodies.flatMap((caller, which) =>
    operations
      .filter((_, index) => thorough || which === 0 || index % sparse === which % sparse)
      .map((operation): Case => ({ operation, caller, expected: 401 })),
  );
  const isOperator = ({ caller }: Case) => caller.name === "operator";
  const stale = await unproved(stage, staff[0]);
  const unconfirmed = operations
    .filter((operation) => operation["x-confirmed"] !== undefined && operation.id !== ofSome)
    .map((operation): Case => ({ operation, caller: stale, expected: "unconfirmed", body: inCase[operation.id] }));
  const besides = operations
    .filter((operation, index) => operation["x-confirmed"] !== "always" && mayCall(stale, operation) && (thorough || index % sparse === 0))
    .map((operation): Case => ({ operation, caller: stale, expected: "let through" }));
  const refused = [...unknown, ...unconfirmed, ...cases.filter(({ expected }) => expected === 403)];
  const allowed = cases.filter(({ expected }) => expected !== 403);

  const trace = () => traceOf(wire, staff[0]);
  const before = await untilStill(trace, (a, b) => a === b);
  const findings = await judged(wire, refused);
  const after = await untilStill(trace, (a, b) => a === b);
  if (after !== before)
    findings.push({ where: "all refused calls together", what: `They changed something: ${difference(before, after)}` });
  // Before the owner ends all other sessions.
  findings.push(...(await judged(wire, besides)));
  findings.push(
    ...(await judged(
      wire,
      allowed.filter((one) => !isOperator(one)),
    )),
  );
  // The operator last: a backup makes everybody else wait.
  findings.push(...(await judged(wire, allowed.filter(isOperator))));
  return { part: "roles", counts: "wrong answers", probes: refused.length + besides.length + allowed.length + 1, findings };
}

/** Whether a key's permissions have anything to do with the operation. */
function tells({ given = [] }: Caller, { "x-scope": needed = [] }: Operation): boolean {
  return needed.some((scope) => given.includes(scope));
}

async function judged(wire: Wire, cases: readonly Case[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  await inParallel(cases, async ({ operation, caller, expected, body }) => {
    const example = requestWith(operation, absentThings());
    const sent = body === undefined ? example : { ...example, body: JSON.stringify(body) };
    const what = faultOf(operation, await wire.send(withCredential(sent, caller)), expected);
    if (what !== undefined) findings.push({ where: `${operation.method} ${operation.path} as ${caller.name}`, what });
  });
  return findings;
}

async function everyCaller({ wire, auth, operatorKey }: Stage, [owner, ...others]: readonly [Person, ...Person[]]): Promise<Caller[]> {
  const whole = scopes.filter((scope) => scope !== reserved);
  const single = await Promise.all(whole.map((scope) => keyOf(wire, owner, [scope])));
  // A key keeps no more than the role of its person allows now: this one was made by an administrator who is a viewer today.
  const [viewer] = others.filter(({ role }) => role === "viewer");
  const kept = viewer ? [await promoted(viewer)] : [];
  const operator: Caller = { name: "operator", kind: "operator", role: "viewer", headers: { authorization: `Bearer ${operatorKey}` } };
  return [owner, ...others, ...single, await keyOf(wire, owner, whole), ...kept, operator];

  async function promoted(person: Person): Promise<Caller> {
    const become = (role: string) => auth.prepare("UPDATE members SET role = ? WHERE user_id = ?").bind(role, person.user).run();
    await become("admin");
    const key = await keyOf(wire, person, whole);
    await become(person.role);
    return key;
  }
}

/** What is wrong with an answer, when something is. */
function faultOf({ id }: Operation, heard: Heard, expected: Case["expected"]): string | undefined {
  const { status, headers, text } = heard;
  const got = `It was answered ${status}: ${text.slice(0, 200)}`;
  if (expected === "let through")
    return status === 401 || status === 403 || status === 429 || isBroken(heard, id) ? `It should be let through. ${got}` : undefined;
  if (expected === "unconfirmed")
    return status === 403 && text.includes('"code":"confirmation_required"') ? undefined : `It should want a fresh proof. ${got}`;
  if (status !== expected) return `It should be refused with ${expected}. ${got}`;
  const code = expected === 401 ? "unauthenticated" : "forbidden";
  if (!text.includes(`"code":"${code}"`)) return `Its code should be ${code}. ${got}`;
  if (expected === 401 && headers["www-authenticate"] === undefined) return "A 401 must say how to authenticate (RFC 9110, 15.5.2).";
  return undefined;
}
