/** Reads envelopes of commands. The same principals come again and again, so one that was parsed is known by its parts. */
import { commandEnvelopeSchema, type CommandEnvelope } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import { ok, parse, type Result } from "../../contracts/result.ts";

const restSchema = commandEnvelopeSchema.omit({ principal: true });

export class Envelopes {
  /** The latest that was parsed. */
  #principal: Principal | undefined;

  /** The envelope as its schema has it; `invalid_input` with every field that is wrong. */
  read(input: CommandEnvelope): Result<CommandEnvelope> {
    const principal = this.#principal;
    if (principal && equal(principal, input.principal)) {
      const rest = restSchema.safeParse(input);
      if (rest.success) return ok({ ...rest.data, principal });
    }
    const parsed = parse(commandEnvelopeSchema, input);
    if (parsed.ok) this.#principal = parsed.value.principal;
    return parsed;
  }
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
