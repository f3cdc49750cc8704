/** Who can call, and what each of them may: the oracle of the role matrix, written down apart from the code that decides. */
import { scopesOfRole, type Role, type Scope } from "../../contracts/principal.ts";
import type { Operation } from "./operations.ts";
import type { Sent } from "./wire.ts";

export interface Caller {
  /** `owner`, `key of an owner with niches:read`. */
  name: string;
  /** The credential. */
  headers: Readonly<Record<string, string>>;
  kind: "person" | "key" | "operator";
  role: Role;
  /** Of a key: what it was given. */
  given?: readonly Scope[];
}

/** Whether the API's description lets `caller` call `operation`. */
export function mayCall(caller: Caller, { "x-scope": needed = [], "x-only": only, open }: Operation): boolean {
  if (open) return true;
  if (only === "person") return caller.kind === "person";
  if (caller.kind === "operator") return needed.length === 0 || only === "operator";
  if (only === "operator") return false;
  if (only === "owner" && (caller.kind !== "person" || caller.role !== "owner")) return false;
  return needed.every((scope) => scopesOfRole[caller.role].includes(scope) && (caller.given?.includes(scope) ?? true));
}

export function withCredential(sent: Sent, { headers }: Pick<Caller, "headers">): Sent {
  return { ...sent, headers: { ...sent.headers, ...headers } };
}
