/**
 * Verifying: replay the log into every service and compare with its tables. The system goes on meanwhile, so a difference
 * counts only when the subscription had delivered everything that was replayed and nothing was stored since; else the
 * service is looked at again.
 */
import type { Principal } from "../../contracts/principal.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { ServiceVerification } from "../../contracts/services/database.ts";
import type { SubscriptionView } from "../../contracts/services/event-bus.ts";
import { peerBindings, peers, type Peer, type PeerServices } from "./domain/peers.ts";
import { Replay } from "./replay.ts";

/** Services whose projections are verified: all but the bus, whose store is what the others are compared with. */
export const verifiedServices = peers.filter((peer) => peer !== "event-bus");

/** How often a service is looked at whose events are on their way, and the pause between two looks, milliseconds. */
const maxRounds = 3;
const pauseMs = 500;
const maxMismatches = 100;

export interface Verifying {
  services: PeerServices;
  principal: Principal;
  /** Called whenever a service is done with. */
  onProgress(found: readonly ServiceVerification[]): Promise<void>;
  pause(milliseconds: number): Promise<void>;
}

/** Verifies every service in turn. A fault only when the log itself, or how far it is delivered, could not be read. */
export async function verifyAll(verifying: Verifying): Promise<Result<{ head: number; found: ServiceVerification[] }>> {
  const { services, principal, onProgress, pause } = verifying;
  const replay = new Replay(services.EVENT_BUS, principal);
  const log = await replay.read();
  if (!log.ok) return log;
  const found: ServiceVerification[] = [];
  const conclude = async (report: ServiceVerification) => {
    found.push(report);
    await onProgress(found);
  };
  let open: Peer[] = verifiedServices;
  for (let round = 1; open.length > 0; round++) {
    if (round > 1) await pause(pauseMs);
    const head = replay.head;
    const subscriptions = await services.EVENT_BUS.subscriptions(principal);
    if (!subscriptions.ok) return subscriptions;
    const reports = new Map<Peer, ServiceVerification>();
    for (const service of open) {
      const report = await verifyService(verifying, service, replay);
      if (report.outcome === "mismatched") reports.set(service, report);
      else await conclude(report);
    }
    const news = await replay.read();
    if (!news.ok) return news;
    open = [];
    for (const [service, report] of reports) {
      const still = news.value === 0 && isCaughtUp(subscriptions.value.find(({ name }) => name === service));
      if (!still && round < maxRounds) open.push(service);
      else await conclude(still ? report : onItsWay(report));
    }
    if (open.length === 0) return ok({ head, found });
  }
  return ok({ head: replay.head, found });
}

async function verifyService({ services, principal }: Verifying, service: Peer, replay: Replay): Promise<ServiceVerification> {
  const nothing = { service, events: replay.events.length, projections: [], mismatches: [], mismatchCount: 0 };
  try {
    const verification = await services[peerBindings[service]].verifyProjections(principal, replay.events);
    if (!verification.ok) return { ...nothing, outcome: "unreachable", detail: verification.error.detail };
    const { projections, mismatches } = verification.value;
    const outcome = mismatches.length === 0 ? "verified" : "mismatched";
    return { ...nothing, outcome, projections, mismatches: mismatches.slice(0, maxMismatches), mismatchCount: mismatches.length };
  } catch (cause) {
    return { ...nothing, outcome: "unreachable", detail: String(cause) };
  }
}

/** Nothing of this organisation waits in the subscription, neither after its cursor nor behind a stalled subject. */
function isCaughtUp(subscription: SubscriptionView | undefined): boolean {
  return subscription?.status === "current" && subscription.parked.length === 0 && subscription.retrying.length === 0;
}

function onItsWay(report: ServiceVerification): ServiceVerification {
  return {
    ...report,
    outcome: "behind",
    detail: "Events were still on their way to this service. Verify again when its subscription is current.",
  };
}
