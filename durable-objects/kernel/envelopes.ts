/** Reads envelopes of commands. The same principals come again and again, so one that was parsed is known by its parts. */
import { commandEnvelopeSchema, maxCommandId, type CommandEnvelope } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import { ok, parse, type Result } from "../../contracts/result.ts";

export class Envelopes {
  /** The latest that was parsed. */
  #principal: Principal | undefined;

  /** The envelope as its schema has it; `invalid_input` with every field that is wrong. */
  read(input: CommandEnvelope): Result<CommandEnvelope> {
    const principal = this.#principal;
    if (principal && equal(principal, input.principal) && sound(input)) {
      const { id, organisation, actorId, expectedVersion, deadline } = input;
      return ok({ id, principal, organisation, actorId, expectedVersion, deadline });
    }
    const parsed = parse(commandEnvelopeSchema, input);
    if (parsed.ok) this.#principal = parsed.value.principal;
    return parsed;
  }
}

/** True when everything but the principal is as the schema has it: what it would say, at a tenth of its cost. */
function sound({ id, organisation, actorId, expectedVersion, deadline }: Partial<CommandEnvelope>): boolean {
  return (
    typeof id === "string" &&
    id.length >= 1 &&
    id.length <= maxCommandId &&
    typeof organisation === "string" &&
    typeof actorId === "string" &&
    (expectedVersion === undefined || (Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) &&
    (deadline === undefined || Number.isFinite(deadline))
  );
}

/** True when `other`, whatever it is, has the parts of `known`. */
function equal(known: Principal, other: Partial<Principal> | undefined): boolean {
  return (
    typeof other === "object" &&
    other !== null &&
    other.id === known.id &&
    other.kind === known.kind &&
    other.organisation === known.organisation &&
    other.role === known.role &&
    Array.isArray(other.scopes) &&
    other.scopes.length === known.scopes.length &&
    other.scopes.every((scope, index) => scope === known.scopes[index])
  );
}
