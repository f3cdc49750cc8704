/** Given / when / then for deciders, in plain vitest: `given(decider, events).when(command)` → decision or fault. */
import type { Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import type { Decider, Decision, DecisionContext, Named, NewEvent } from "./types.ts";

export const testPrincipal: Principal = {
  kind: "user",
  id: "usr_00000000000000000000000001",
  organisation: "org_00000000000000000000000001",
  role: "owner",
  scopes: [
    "niches:read",
    "niches:write",
    "teams:read",
    "teams:write",
    "runs:approve",
    "models:infer",
    "monetization:read",
    "monetization:write",
    "marketing:read",
    "marketing:write",
  ],
};

export function given<State, Command extends Named, Event extends NewEvent>(decider: Decider<State, Command, Event>, history: Event[]) {
  const state = history.reduce(
    (current, event, index) => decider.evolve(current, event, { time: 1_000 + index, sequence: index + 1 }),
    decider.initialState(),
  );
  return {
    state,
    when(command: Command, context: Partial<DecisionContext> = {}): Result<Decision<Event>> {
      return decider.decide(state, command, {
        now: 2_000,
        commandId: "cmd-1",
        principal: testPrincipal,
        organisation: testPrincipal.organisation,
        actorId: "id-1",
        ...context,
      });
    },
  };
}
