/** When a delivery is tried next, or when it ended, in words. Pure. */
import type { WebhookDelivery } from "../../../contracts/services/webhooks.ts";
import { moment } from "../interface/formats.ts";

/** An attempt that has been due this long has an unfinished event of its subject before it, milliseconds. */
const overdueMs = 10_000;

/** `enabled`: of the endpoint; `now`: epoch milliseconds. */
export function nextTry({ finishedAt, nextAttemptAt }: WebhookDelivery, enabled: boolean, now: number): string {
  if (finishedAt !== null) return `ended ${moment(finishedAt)}`;
  if (!enabled) return "when switched on";
  return nextAttemptAt === null || Date.parse(nextAttemptAt) < now - overdueMs ? "at its turn" : moment(nextAttemptAt);
}
