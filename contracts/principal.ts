/** Who acts. The gateway makes a principal from a credential; every service method takes it first and checks it again. */
import * as z from "zod";
import { installation } from "./events/ai-models.ts";
import { idSchema } from "./ids.ts";
import { err, ok, type Result } from "./result.ts";

export const roles = ["owner", "admin", "editor", "contributor", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Every permission of the API, `resource:action`. */
export const scopes = [
  "niches:read",
  "niches:write",
  "monetization:read",
  "monetization:write",
  "marketing:read",
  "marketing:write",
  "teams:read",
  "teams:write",
  "runs:approve",
  "models:read",
  "models:infer",
  "models:admin",
  "events:read",
  "events:admin",
  "database:read",
  "database:admin",
  "organisation:read",
  "organisation:admin",
  "keys:read",
  "keys:write",
  /** Everything that is stored of everybody: no role of an organisation has it, only an operator. */
  "installation:admin",
] as const;
export type Scope = (typeof scopes)[number];

const reading = scopes.filter((scope) => scope.endsWith(":read"));
const contributing: Scope[] = [...reading, "models:infer", "niches:write", "monetization:write", "marketing:write"];
const editing: Scope[] = [...contributing, "teams:write", "runs:approve"];
const administering: Scope[] = [...editing, "models:admin", "events:admin", "database:admin", "keys:write", "organisation:admin"];

/** The permission matrix: what a role may do at most. A key or an agent narrows it by its own scopes. */
export const scopesOfRole: Record<Role, readonly Scope[]> = {
  viewer: reading,
  contributor: contributing,
  editor: editing,
  admin: administering,
  owner: administering,
};

/** The role that may least and has all of `wanted`: what a service, which was given no role, counts as. */
export function leastRoleWith(wanted: readonly Scope[]): Role {
  return roles.findLast((role) => wanted.every((scope) => scopesOfRole[role].includes(scope))) ?? "viewer";
}

/** As it is shown, and kept with what acts later. */
export const principalSchema = z.object({
  kind: z.enum(["user", "api-key", "agent", "service", "node", "operator"]),
  /** The id of the user, key, run, service or node; `operator` for an operator. */
  id: z.string().min(1),
  organisation: idSchema("organisation"),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  /** Of an agent: the person, key or service in whose name it acts. */
  onBehalfOf: z.object({ kind: z.enum(["user", "api-key", "service"]), id: z.string().min(1) }).optional(),
});

/** As a service is told it with a request. */
export const actingPrincipalSchema = principalSchema.extend({
  /** Of a person in a session: when they last proved who they are, epoch milliseconds. */
  authenticatedAt: z.int().min(0).optional(),
});
export type Principal = z.infer<typeof actingPrincipalSchema>;

/** Succeeds when `input` is a principal whose role and scopes both allow `scope`. First line of every service method. */
export function authorize(input: unknown, scope: Scope): Result<Principal> {
  const parsed = actingPrincipalSchema.safeParse(input);
  if (!parsed.success) return err("unauthenticated", "No valid principal came with this call.");
  const principal = parsed.data;
  if (!principal.scopes.includes(scope) || !scopesOfRole[principal.role].includes(scope)) {
    return err("forbidden", `This needs the permission ${scope}, which ${principal.kind} ${principal.id} does not have.`);
  }
  return ok(principal);
}

/** The same, for what only an owner in person may do. */
export function authorizeOwner(input: unknown, scope: Scope): Result<Principal> {
  const allowed = authorize(input, scope);
  if (!allowed.ok || (allowed.value.role === "owner" && allowed.value.kind === "user")) return allowed;
  return err("forbidden", "Only an owner of the organisation, signed in as a person, may do this.");
}

/** Succeeds when `input` is a person who signed in, for what a key must not do in their name. */
export function authorizePerson(input: unknown): Result<Principal> {
  const parsed = actingPrincipalSchema.safeParse(input);
  if (!parsed.success) return err("unauthenticated", "No valid principal came with this call.");
  return parsed.data.kind === "user" ? ok(parsed.data) : err("forbidden", "Only a person who is signed in may do this, not a key.");
}

/** Who runs the installation: no member of any organisation, and allowed nothing in one. */
export const operator: Principal = {
  kind: "operator",
  id: "operator",
  organisation: installation,
  role: "viewer",
  scopes: ["installation:admin"],
};

/** Succeeds when `input` is an operator of the installation, for what concerns all organisations together. */
export function authorizeOperator(input: unknown): Result<Principal> {
  const parsed = actingPrincipalSchema.safeParse(input);
  if (!parsed.success) return err("unauthenticated", "No valid principal came with this call.");
  const { kind, organisation, scopes: allowed } = parsed.data;
  if (kind === "operator" && organisation === installation && allowed.includes("installation:admin")) return ok(parsed.data);
  return err("forbidden", "Only an operator of the installation may do this.");
}

/** The principal as which a run's agents call services: the starter's organisation and role, scopes narrowed to `allowed`. */
export function agentPrincipal(starter: Principal, runId: string, allowed: readonly Scope[]): Principal {
  const giver = giverOf(starter);
  return {
    kind: "agent",
    id: runId,
    organisation: starter.organisation,
    role: starter.role,
    scopes: starter.scopes.filter((scope) => allowed.includes(scope)),
    ...(giver ? { onBehalfOf: { kind: giver.kind, id: giver.id } } : {}),
  };
}

export const giverKinds = ["user", "api-key", "service"] as const;

/** Whose permissions somebody's are: a person, a key or a service, which can lose them later. */
export interface Giver {
  kind: (typeof giverKinds)[number];
  id: string;
  organisation: string;
}

/** The person, key or service in whose name `principal` acts; undefined for one that acts in nobody's. */
export function giverOf({ kind, id, organisation, onBehalfOf }: Principal): Giver | undefined {
  const own = giverKinds.find((one) => one === kind);
  if (own) return { kind: own, id, organisation };
  return onBehalfOf && { ...onBehalfOf, organisation };
}

/** `principal` as far as its giver, who is `now`, may still do it: never more than before, never more than now. */
export function narrowedTo(principal: Principal, now: Pick<Principal, "role" | "scopes">): Principal {
  const role = roles.indexOf(now.role) > roles.indexOf(principal.role) ? now.role : principal.role;
  return { ...principal, role, scopes: principal.scopes.filter((scope) => now.scopes.includes(scope)) };
}

/** The header in which the gateway hands the principal to a service's `fetch`; stripped from every outside request. */
export const principalHeader = "x-paissive-principal";
