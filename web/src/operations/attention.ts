/** What an operator should look at, from what the pages know. Pure. */
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { plural } from "../interface/formats.ts";
import type { OperationsView } from "./operations-views.ts";

/** `more`: there are further pages. */
interface Counted {
  count: number;
  more: boolean;
}

export interface Known {
  subscriptions: readonly Pick<SubscriptionView, "name" | "status" | "flow" | "parked">[];
  /** On the first page. */
  rejected: Counted;
  /** On the first page of each kind. */
  deadLetters: Counted;
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
      text: `${counted(deadLetters, "dead letter")}: work that was given up and waits for a decision`,
    },
    parked > 0 && { place: "delivery", text: `${plural(parked, "parked subject")}: a service does not get past an event` },
    rejected.count > 0 && {
      place: "delivery",
      text: `${counted(rejected, "refused event")}: the store did not take what a service wrote`,
    },
    fallen > 0 && { place: "webhooks", text: `${plural(fallen, "webhook")} switched off, because the receiver failed or is gone` },
    away.length > 0 && { place: "delivery", text: `Not answering: ${away.join(", ")}` },
    paused.length > 0 && { place: "delivery", text: `Paused: ${paused.join(", ")}` },
  ];
  return found.filter((one) => one !== false);
}

function counted({ count, more }: Counted, what: string): string {
  return `${more ? "More than " : ""}${plural(count, what)}`;
}
