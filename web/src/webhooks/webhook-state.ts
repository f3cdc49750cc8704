/** How an endpoint is, in words. Pure; the words follow docs/reference/webhooks.md. */
import type { Webhook, WebhookHealth } from "../../../contracts/services/webhooks.ts";
import type { Tone } from "../interface/badge.tsx";
import { moment, plural } from "../interface/formats.ts";

export interface WebhookState {
  word: string;
  tone: Tone;
  /** What it means and what to do. */
  advice?: string;
}

const reasons: Record<NonNullable<Webhook["disabledReason"]>, string> = {
  asked: "Somebody switched it off.",
  gone: "It answered 410 Gone, which asks us to stop.",
  failing: "A delivery used up its ten attempts, and nothing else got through meanwhile.",
};

export function stateOf({ enabled, disabledReason, disabledAt }: Webhook, health?: WebhookHealth): WebhookState {
  if (!enabled) {
    const since = disabledAt === null ? "" : ` since ${moment(disabledAt)}`;
    const why = disabledReason === null ? "" : ` ${reasons[disabledReason]}`;
    const repair = disabledReason === "asked" || disabledReason === null ? "" : " Mend the receiver first.";
    return {
      word: "off",
      tone: disabledReason === "asked" ? "plain" : "bad",
      advice: `Switched off${since}.${why}${repair} Everything waits and nothing is lost; switched on, it goes on where it stopped, and what waits is tried at once.`,
    };
  }
  if (health === undefined) return { word: "on", tone: "good" };
  if (health.retrying > 0) {
    const next = health.nextAttemptAt === null ? "" : ` The next attempt is due ${moment(health.nextAttemptAt)}.`;
    return {
      word: "failing",
      tone: "warn",
      advice: `${plural(health.retrying, "delivery", "deliveries")} failed at least once. Nothing has to be done for the next try.${next} Open one below to see what your receiver answered. To have everything tried at once, switch the endpoint off and on.`,
    };
  }
  return health.lag + health.pending > 0 ? { word: "delivering", tone: "accent" } : { word: "up to date", tone: "good" };
}
