/** One page of the organisation's log on its way from the store into the shadow tables of services. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { peerBindings, type Peer } from "../domain/peers.ts";
import type { StepContext } from "./kind.ts";

/** As many events as a service folds at once: it writes a row for each, and one invocation makes 1,000 queries. */
const pageSize = 200;

export interface ReplayedPage {
  /** Position up to which the services have come. */
  position: number;
  events: number;
  /** True when more events were stored at that moment. */
  more: boolean;
  /** Services that did not take it, and why. */
  failed: { service: Peer; detail: string }[];
}

/** Begins the replay in `services`; answers those that could not begin. */
export async function beginIn(context: StepContext, services: readonly Peer[]): Promise<ReplayedPage["failed"]> {
  const { env, principal, id } = context;
  const begun = await Promise.all(services.map((service) => answered(() => env[peerBindings[service]].rebuildBegin(principal, id))));
  return failures(services, begun);
}

/** Replays the page after `position` into `services`. A fault only when the log cannot be read. */
export async function replayPage(context: StepContext, services: readonly Peer[], position: number): Promise<Result<ReplayedPage>> {
  const { env, principal, id } = context;
  const { organisation } = principal;
  const slice = await env.EVENT_BUS.readEvents(principal, { organisation, afterPosition: position, limit: pageSize });
  if (!slice.ok) return slice;
  const { events, more, head } = slice.value;
  const to = more ? (events.at(-1)?.position ?? position) : head;
  if (to === position) return ok({ position, events: 0, more, failed: [] });
  const applied = await Promise.all(
    services.map(async (service) => {
      const answer = await answered(() => env[peerBindings[service]].rebuildApply(principal, { run: id, from: position, to, events }));
      if (answer.ok && answer.value.position !== to)
        return err("internal", `It stands at position ${answer.value.position} instead of ${to}.`);
      return answer;
    }),
  );
  return ok({ position: to, events: events.length, more, failed: failures(services, applied) });
}

/** Drops what the replay wrote in `services`, as far as they answer. */
export async function endIn({ env, principal, id }: StepContext, services: readonly Peer[]): Promise<void> {
  await Promise.all(services.map((service) => answered(() => env[peerBindings[service]].rebuildEnd(principal, id))));
}

/** What the call answers; a service that throws or is away answers a fault like any other. */
export async function answered<Value>(call: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await call();
  } catch (cause) {
    return err("unavailable", String(cause));
  }
}

function failures(services: readonly Peer[], answers: readonly Result<unknown>[]): ReplayedPage["failed"] {
  return services.flatMap((service, index) => {
    const answer = answers[index];
    return answer && !answer.ok ? [{ service, detail: answer.error.detail }] : [];
  });
}
