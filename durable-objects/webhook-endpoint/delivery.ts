/** One event on its way to one endpoint, and how the API shows it. */
import type { WebhookDelivery } from "../../contracts/services/webhooks.ts";

export type DeliveryRow = {
  number: number;
  event_id: string;
  type: string;
  subject: string;
  position: number | null;
  body: string | null;
  status: WebhookDelivery["status"];
  attempts: number;
  failures: number;
  next_at: number | null;
  created_at: number;
  finished_at: number | null;
};

/** Times in epoch milliseconds. */
export interface Delivery {
  /** Its id; deliveries are numbered in the order in which they were taken from the store. */
  number: number;
  eventId: string;
  type: string;
  subject: string;
  /** Where the event stands in the store; null for a test, whose `body` stands here. */
  position: number | null;
  body: string | null;
  status: WebhookDelivery["status"];
  /** Attempts in all. */
  attempts: number;
  /** Failures since it was first or manually sent: what the schedule counts. */
  failures: number;
  nextAt: number | null;
  createdAt: number;
  finishedAt: number | null;
}

export function viewDelivery(delivery: Delivery): WebhookDelivery {
  const { number, eventId, type, subject, status, attempts, createdAt, finishedAt, nextAt } = delivery;
  return {
    id: String(number),
    eventId,
    type,
    subject,
    status,
    attempts,
    createdAt: new Date(createdAt).toISOString(),
    finishedAt: timeOf(finishedAt),
    nextAttemptAt: timeOf(nextAt),
  };
}

export function timeOf(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
