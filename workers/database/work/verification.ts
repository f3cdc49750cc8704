/**
 * Verifying: replay the log into the shadow tables of every service and compare. The system goes on meanwhile, so a difference
 * counts only when the subscription had delivered everything that was replayed and nothing was stored since; else the
 * service is looked at again.
 */
import * as z from "zod";
import { serviceVerificationSchema, type ServiceVerification } from "../../../contracts/services/database.ts";
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { peerBindings, peers, type Peer } from "../domain/peers.ts";
import { workKind, type Step, type StepContext } from "./kind.ts";
import { answered, beginIn, endIn, replayPage } from "./replaying.ts";

/** Services whose projections are verified: all but the bus, whose store is what the others are compared with. */
export const verifiedServices = peers.filter((peer) => peer !== "event-bus");

/** How often a service is looked at whose events are on their way, and the pause between two looks, milliseconds. */
const maxRounds = 3;
const pauseMs = 500;

const stateSchema = z.object({
  phase: z.enum(["begin", "replay", "compare"]),
  round: z.int(),
  position: z.int(),
  /** Events replayed. */
  events: z.int(),
  open: z.array(z.enum(peers)),
  found: z.array(serviceVerificationSchema),
});
type State = z.infer<typeof stateSchema>;

export const beginVerification: State = { phase: "begin", round: 1, position: 0, events: 0, open: verifiedServices, found: [] };
export const verificationProgress = { done: 0, total: verifiedServices.length, unit: "services" };

export const verification = workKind(stateSchema, async (context, state) => {
  if (state.phase === "begin") {
    const failed = await beginIn(context, state.open);
    return goOn(state, { phase: "replay", ...without(state, failed) });
  }
  if (state.phase === "replay") {
    const page = await replayPage(context, state.open, state.position);
    if (!page.ok) return { end: "failed", message: page.error.detail };
    const { position, events, more, failed } = page.value;
    return goOn(state, { position, events: state.events + events, phase: more ? "replay" : "compare", ...without(state, failed) });
  }
  return compare(context, state);
});

async function compare(context: StepContext, state: State): Promise<Step<State>> {
  const { env, principal } = context;
  const subscriptions = await env.EVENT_BUS.subscriptions(principal);
  if (!subscriptions.ok) return { end: "failed", message: subscriptions.error.detail };
  const reports = await Promise.all(state.open.map((service) => verifyService(context, service, state.events)));
  const { organisation } = principal;
  const news = await env.EVENT_BUS.readEvents(principal, { organisation, afterPosition: state.position, limit: 1 });
  if (!news.ok) return { end: "failed", message: news.error.detail };
  const found = [...state.found];
  const open: Peer[] = [];
  for (const [index, service] of state.open.entries()) {
    const report = reports[index];
    if (!report) continue;
    const still = news.value.events.length === 0 && isCaughtUp(subscriptions.value.find(({ name }) => name === service));
    if (report.outcome !== "mismatched" || still) found.push(report);
    else if (state.round < maxRounds) open.push(service);
    else found.push(onItsWay(report));
  }
  if (open.length > 0) return { ...goOn(state, { phase: "replay", round: state.round + 1, open, found }), againMs: pauseMs };
  await endIn(context, verifiedServices);
  const total = verifiedServices.length;
  return { end: "succeeded", progress: { done: total, total, unit: "services" }, result: { head: state.position, services: found } };
}

function goOn(state: State, change: Partial<State>): Extract<Step<State>, { next: State }> {
  const next = { ...state, ...change };
  const progress = { ...verificationProgress, done: next.found.length };
  return { next, progress, result: { head: next.position, services: next.found } };
}

/** Services that did not take part are done with. */
function without(state: State, failed: readonly { service: Peer; detail: string }[]): Pick<State, "open" | "found"> {
  const gone = failed.map(({ service }) => service);
  const found = failed.map(({ service, detail }) => ({ ...nothing(service, state.events), outcome: "unreachable" as const, detail }));
  return { open: state.open.filter((service) => !gone.includes(service)), found: [...state.found, ...found] };
}

async function verifyService({ env, principal, id }: StepContext, service: Peer, events: number): Promise<ServiceVerification> {
  const verified = await answered(() => env[peerBindings[service]].rebuildCompare(principal, id));
  if (!verified.ok) return { ...nothing(service, events), outcome: "unreachable", detail: verified.error.detail };
  const { projections, mismatches, mismatchCount } = verified.value;
  return { ...nothing(service, events), outcome: mismatchCount === 0 ? "verified" : "mismatched", projections, mismatches, mismatchCount };
}

function nothing(service: Peer, events: number) {
  return { service, events, projections: [], mismatches: [], mismatchCount: 0 };
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
