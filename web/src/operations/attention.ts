/** What an operator should look at, from what the pages know. Pure. */
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { plural } from "../interface/formats.ts";
import type { OperationsView } from "./operations-views.ts";

export interface Known {
  subscriptions: readonly Pick<SubscriptionView, "name" | "status" | "flow" | "parked">[];
  rejected: number;
  /** Dead letters on the first page of each kind; `more` when there are further pages. */
  deadLetters: { count: number; more: boolean };
  webhooks: readonly Pick<Webhook, "disabledReason">[];
}

export interface Concern {
  place: OperationsView | "webhooks";
  text: string;
}

/** The most serious first; empty when nothing waits for a person. */
export function concerns({ subscriptions, rejected, deadLetters, webhooks }: Known): Concern[] {
  const parked = subscriptions.reduce((sum, one) => sum + one.parked.length, 0);
  const names = (wanted: (one: Known["subscriptions"][number]) => boolean) => subscriptions.filter(wanted).map(({ name }) => name);
  const away = names(({ status }) => status === "backing-off");
  const paused = names(({ flow }) => flow === "paused");
  // Whoever switched one off knows it.
  const fallen = webhooks.filter(({ disabledReason }) => disabledReason !== null && disabledReason !== "asked").length;
  const found: (Concern | false)[] = [
    deadLetters.count > 0 && {
      place: "dead-letters",
      text: deadLetters.more
        ? `More than ${plural(deadLetters.count, "dead letter")}: work that was given up and waits for a decision`
        : `${plural(deadLetters.count, "dead letter")}: work that was given up and waits for a decision`,
    },
    parked > 0 && { place: "delivery", text: `${plural(parked, "parked subject")}: a service does not get past an event` },
    rejected > 0 && { place: "delivery", text: `${plural(rejected, "refused event")}: the store did not take what a service wrote` },
    fallen > 0 && { place: "webhooks", text: `${plural(fallen, "webhook")} switched off, because the receiver failed or is gone` },
    away.length > 0 && { place: "delivery", text: `Not answering: ${away.join(", ")}` },
    paused.length > 0 && { place: "delivery", text: `Paused: ${paused.join(", ")}` },
  ];
  return found.filter((one) => one !== false);
}
