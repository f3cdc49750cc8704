/** What to do about a subscription that is not simply current. Pure; the words follow docs/how-to/repair.md. */
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { plural } from "../interface/formats.ts";

/** A sentence or two for the operator; undefined when nothing is to be said. */
export function adviceOn({ name, status, flow, lag, fault }: SubscriptionView): string | undefined {
  if (flow === "paused")
    return `${name} is paused: ${plural(lag, "event")} of your organisation wait, and nothing is lost. Resume it to deliver them in order.`;
  if (status === "backing-off")
    return `${name} does not answer${fault ? `: ${fault.detail}` : "."} Start or mend the service; delivery goes on by itself within 30 seconds.`;
  if (flow === "catching-up")
    return `${name} is on its way back after a pause or a rewind, with ${plural(lag, "event")} to go. There is nothing to do.`;
  if (status === "behind")
    return `${name} has ${plural(lag, "event")} to go. While its position rises it is working; if it stands still for minutes, look whether the service runs.`;
  return undefined;
}

export const statusMeanings = [
  { word: "current", meaning: "The service has every event of your organisation that it reads." },
  { word: "behind", meaning: "Events wait for their turn." },
  { word: "backing off", meaning: "The service does not answer. It is looked for again at least every 30 seconds." },
  {
    word: "retrying",
    meaning: "The service refuses an event of one subject. It is tried again within seconds; later events of that subject wait behind it.",
  },
  {
    word: "parked",
    meaning:
      "Refused five times or more. It is tried again every hour, or when you press “Try again now”. Mend the cause first: usually the service has to be corrected and deployed.",
  },
  { word: "paused", meaning: "Somebody holds your organisation's events back from this service. Others do not notice." },
  { word: "catching up", meaning: "After a pause or a rewind: the events since then follow in order." },
  {
    word: "rewind",
    meaning:
      "Delivers events again from an earlier position. A service drops what it knows, so this mends lost deliveries; a wrong row is mended by a rebuild.",
  },
];
