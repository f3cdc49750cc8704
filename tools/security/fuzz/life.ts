/**
 * What is made can be read, and what was deleted is gone: for everything that can be made at a path and deleted below it, every other
 * operation there has to answer 404 afterwards (Schemathesis: ensure resource availability, use after free).
 */
import { withCredential, type Caller } from "../callers.ts";
import { requestWith } from "../examples.ts";
import type { Finding } from "../findings.ts";
import type { Operation } from "../operations.ts";
import { patiently } from "../order.ts";
import type { Things } from "../things.ts";
import type { Heard, Sent, Wire } from "../wire.ts";

interface Living {
  wire: Wire;
  operations: readonly Operation[];
  things: Things;
  callerFor(operation: Operation): Caller | undefined;
}

interface Lives {
  probes: number;
  findings: Finding[];
  /** Operations that made what was deleted. */
  lives: string[];
  /** Those whose example makes nothing: it takes more than one request. */
  notMade: string[];
}

/** What a request that made something made: its id, undefined when it made nothing that has one. */
export function madeId({ status, text }: Heard): string | undefined {
  if (status !== 201 && status !== 202) return undefined;
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

/** The operation that reads what `operation` makes, undefined when there is none. */
export function readerOf({ path }: Operation, operations: readonly Operation[]): Operation | undefined {
  return operations.find((one) => one.method === "GET" && below(path, one.path));
}

/** The path of one thing in a list: `/api/v1/niches/{id}` below `/api/v1/niches`. */
function below(list: string, path: string): boolean {
  return path.startsWith(`${list}/{`) && !path.slice(list.length + 1).includes("/");
}

/** Whether `operation` concerns one thing of the list at `path`. */
function concerns(path: string, operation: Operation): boolean {
  return operation.path.startsWith(`${path}/{`);
}

/** `request` with the last thing named in the place of the first variable part behind `list`. */
function about(sent: Sent, list: string, id: string): Sent {
  const rest = sent.path.slice(list.length + 1).replace(/^[^/?]+/, encodeURIComponent(id));
  return { ...sent, path: `${list}/${rest}` };
}

/** They make what they name where it is not there: a backup of another installation. */
const making = new Set(["sendBackupManifest", "sendBackupPart"]);

/** Answers to whoever comes too late. */
const again = [404, 409];

/** Lives of one thing of each kind. */
export async function proveLives({ wire, operations, things, callerFor }: Living): Promise<Lives> {
  const findings: Finding[] = [];
  let probes = 0;
  const lives: string[] = [];
  const notMade: string[] = [];
  const send = async (operation: Operation, sent: Sent) => {
    const caller = callerFor(operation);
    probes += 1;
    return wire.send(caller ? withCredential(sent, caller) : sent);
  };
  const deleting = operations.flatMap((gone) => {
    const list = gone.method === "DELETE" ? /^(.*)\/\{\w+\}$/.exec(gone.path)?.[1] : undefined;
    const maker = list === undefined ? undefined : operations.find(({ method, path }) => method === "POST" && path === list);
    return list === undefined || maker === undefined || list.includes("{") ? [] : [{ gone, maker, list }];
  });
  for (const { gone, maker, list } of deleting) {
    const made = await send(maker, requestWith(maker, things));
    const id = madeId(made);
    if (id === undefined) {
      notMade.push(maker.id);
      continue;
    }
    lives.push(maker.id);
    // What is still being made is not deleted yet.
    const deleted = await patiently(() => send(gone, about(requestWith(gone, things), list, id)));
    if (deleted.status >= 300)
      findings.push({ where: gone.id, what: `What was just made could not be deleted: ${deleted.status} ${deleted.text.slice(0, 120)}` });
    for (const operation of operations.filter((one) => concerns(list, one) && !making.has(one.id))) {
      const heard = await send(operation, about(requestWith(operation, things), list, id));
      // What is revoked rather than deleted stays in its list, in a state that allows nothing; deleting again changes nothing.
      const expected = operation === gone ? [...again, deleted.status] : again;
      if (!expected.includes(heard.status))
        findings.push({
          where: `${operation.method} ${operation.path} (${operation.id}, use after free)`,
          what: `What was deleted was answered ${heard.status}: ${heard.text.slice(0, 120)}`,
        });
    }
  }
  return { probes, findings, lives, notMade };
}
