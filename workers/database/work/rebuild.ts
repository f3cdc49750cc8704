/**
 * Rebuilding the projections of one service: replay the organisation's log into fresh tables and swap. What is delivered
 * meanwhile goes into the old tables as ever; the swap is refused until the replay has seen all of that too.
 */
import * as z from "zod";
import { projectingServices, type ProjectingService } from "../../../contracts/services/database.ts";
import { peerBindings } from "../domain/peers.ts";
import { workKind, type Step, type StepContext } from "./kind.ts";
import { answered, beginIn, endIn, replayPage } from "./replaying.ts";

/** Swaps that were refused because events kept coming, and the pause after each, milliseconds. */
const maxSwaps = 50;
const pauseMs = 200;

const stateSchema = z.object({
  service: z.enum(projectingServices),
  phase: z.enum(["begin", "replay", "swap"]),
  position: z.int(),
  events: z.int(),
  swaps: z.int(),
});
type State = z.infer<typeof stateSchema>;

export function beginRebuild(service: ProjectingService): State {
  return { service, phase: "begin", position: 0, events: 0, swaps: 0 };
}

export const rebuild = workKind(stateSchema, async (context, state): Promise<Step<State>> => {
  if (state.phase === "begin") {
    const [failed] = await beginIn(context, [state.service]);
    return failed ? refused(failed.detail) : goOn({ ...state, phase: "replay" });
  }
  if (state.phase === "replay") {
    const page = await replayPage(context, [state.service], state.position);
    if (!page.ok) return refused(page.error.detail);
    const [failed] = page.value.failed;
    if (failed) throw new Error(failed.detail);
    const { position, events, more } = page.value;
    return goOn({ ...state, position, events: state.events + events, phase: more ? "replay" : "swap" });
  }
  return swap(context, state);
});

async function swap(context: StepContext, state: State): Promise<Step<State>> {
  const { env, principal, id } = context;
  const swapped = await answered(() => env[peerBindings[state.service]].rebuildSwap(principal, id));
  if (swapped.ok) {
    const result = { service: state.service, events: state.events, head: state.position, projections: swapped.value };
    return { end: "succeeded", progress: progressOf(state), result };
  }
  if (!swapped.error.retryable) return refused(swapped.error.detail);
  if (state.swaps + 1 === maxSwaps) {
    await endIn(context, [state.service]);
    return refused("Events kept coming faster than they could be replayed. Start another one in a quieter moment.");
  }
  return { ...goOn({ ...state, phase: "replay", swaps: state.swaps + 1 }), againMs: pauseMs };
}

function goOn(next: State): Extract<Step<State>, { next: State }> {
  return { next, progress: progressOf(next), message: `Replaying into ${next.service}.` };
}

/** How many events the log has is not counted beforehand: what is done is all that is known. */
function progressOf({ events }: State) {
  return { done: events, total: events, unit: "events" };
}

function refused(detail: string): Step<State> {
  return { end: "failed", message: detail };
}
