/** States of a delivery, by which its log can be narrowed. Beside the contract, so that the first page need not load the catalogue of events. */
import type { WebhookDelivery } from "../../../contracts/services/webhooks.ts";
import type { Tone } from "../interface/badge.tsx";

export const deliveryStates = ["pending", "delivered", "failed"] as const satisfies readonly WebhookDelivery["status"][];
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryTones: Record<DeliveryState, Tone> = { pending: "accent", delivered: "good", failed: "bad" };
