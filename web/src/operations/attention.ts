/** What an operator should look at, from what the pages know. Pure. */
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { plural } from "../interface/formats.ts";
import type { OperationsView } from "./operations-views.ts";

export interface Known {
  subscriptions: readonly Pick<SubscriptionView, "name" | "status" | "flow" | "parked">[];
  rejected: number;
  /** Dead letters on the first page of each kind; `more` when there are further pages. */
  deadLetters: { count: number; more: boolean };
}

export interface Concern {
  view: OperationsView;
  text: string;
}

/** The most serious first; empty when nothing waits for a person. */
export function concerns({ subscriptions, rejected, deadLetters }: Known): Concern[] {
  const parked = subscriptions.reduce((sum, one) => sum + one.parked.length, 0);
  const names = (wanted: (one: Known["subscriptions"][number]) => boolean) => subscriptions.filter(wanted).map(({ name }) => name);
  const away = names(({ status }) => status === "backing-off");
  const paused = names(({ flow }) => flow === "paused");
  const found: (Concern | false)[] = [
    deadLetters.count > 0 && {
      view: "dead-letters",
      text: deadLetters.more
        ? `More than ${plural(deadLetters.count, "dead letter")}: work that was given up and waits for a decision`
        : `${plural(deadLetters.count, "dead letter")}: work that was given up and waits for a decision`,
    },
    parked > 0 && { view: "delivery", text: `${plural(parked, "parked subject")}: a service does not get past an event` },
    rejected > 0 && { view: "delivery", text: `${plural(rejected, "refused event")}: the store did not take what a service wrote` },
    away.length > 0 && { view: "delivery", text: `Not answering: ${away.join(", ")}` },
    paused.length > 0 && { view: "delivery", text: `Paused: ${paused.join(", ")}` },
  ];
  return found.filter((one) => one !== false);
}
