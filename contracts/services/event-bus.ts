/** RPC and resources of the event bus: the store of all events, and who has received how much of it. */
import * as z from "zod";
import { eventEnvelopeSchema, type StoredEvent } from "../events/envelope.ts";
import { pageQuerySchema, type Page, type PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import { faultSchema, type Result } from "../result.ts";
import type { StoreBackup } from "./backup.ts";
import { serviceNames, type ServiceLife } from "./common.ts";
import type { WebhookService } from "./webhooks.ts";

/** An event as the store answers it. */
export const storedEventSchema = eventEnvelopeSchema.extend({
  /** Place in the one order of all events, from 1. Rises with every event, for all tenants together. */
  position: z.int().min(1),
});

/** What `readEvents` takes. */
export const readEventsSchema = z.object({
  /** Must be the principal's own. */
  organisation: z.string(),
  /** Events after this position; 0 reads from the beginning. */
  afterPosition: z.int().min(0).default(0),
  /** A slice can be shorter: it ends before its data exceed 4 MB. */
  limit: z.int().min(1).max(1_000).default(100),
  /** Only these types; all when absent. */
  types: z.array(z.string()).max(200).optional(),
  subject: z.string().max(500).optional(),
});
export type ReadEvents = z.input<typeof readEventsSchema>;

export interface EventSlice {
  /** In the order of their positions. */
  events: StoredEvent[];
  /** True when further events of this kind were stored at that moment. */
  more: boolean;
  /** Highest position that the store held when it read, over all tenants. */
  head: number;
}

/** Query of `GET /api/v1/events`. */
export const listEventsSchema = pageQuerySchema.extend({
  type: z.string().max(100).optional(),
  subject: z.string().max(500).optional(),
  order: z.enum(["oldest", "newest"]).default("oldest"),
});
export type ListEvents = z.input<typeof listEventsSchema>;

/** A subject whose events a subscriber does not get past, while it gets everybody else's. */
export const stalledSubjectSchema = z.object({
  subject: z.string(),
  /** The event that is refused. Later events of the subject wait behind it. */
  eventId: z.string(),
  position: z.int(),
  failures: z.int().min(1),
  /** Why it was refused the last time. */
  fault: faultSchema,
  since: z.iso.datetime(),
  /** When it is tried again without being asked. */
  nextTry: z.iso.datetime(),
});
export type StalledSubject = z.infer<typeof stalledSubjectSchema>;

export const subscriptionStatuses = ["current", "behind", "backing-off"] as const;

/** `live`: with everybody else; `paused`: nothing is delivered; `catching-up`: after a pause or a rewind, on the way back to the others. */
export const subscriptionFlows = ["live", "paused", "catching-up"] as const;

/** One durable subscription, as seen by one organisation. */
export const subscriptionSchema = z.object({
  name: z.string(),
  /** `current`: nothing waits; `behind`: events wait; `backing-off`: the subscriber does not answer, everything waits. */
  status: z.enum(subscriptionStatuses),
  flow: z.enum(subscriptionFlows),
  /** Every event of the organisation up to this position is delivered, or waits with its stalled subject. */
  cursor: z.int().min(0),
  /** Events of the organisation after the cursor that the subscriber wants. */
  lag: z.int().min(0),
  /** Subjects of the organisation that are tried again soon by themselves. */
  retrying: z.array(stalledSubjectSchema),
  /** Subjects of the organisation that failed too often: tried again rarely, or at once by a redrive. */
  parked: z.array(stalledSubjectSchema),
  /** Why the subscriber could not be reached, while backing off. */
  fault: faultSchema.optional(),
});
export type SubscriptionView = z.infer<typeof subscriptionSchema>;

export const redriveSchema = z.object({ subscription: z.enum(serviceNames), subject: z.string().min(1).max(500) });
export type Redrive = z.infer<typeof redriveSchema>;

/** `pauseSubscription` and `resumeSubscription` take this. */
export const subscriptionNameSchema = z.object({ subscription: z.enum(serviceNames) });
export type SubscriptionName = z.infer<typeof subscriptionNameSchema>;

export const rewindSchema = subscriptionNameSchema.extend({
  /** The organisation's events after this position are delivered again. */
  position: z.int().min(0),
});
export type Rewind = z.infer<typeof rewindSchema>;

/** Query of `GET /api/v1/events/export`. */
export const exportEventsSchema = z.object({ afterPosition: z.coerce.number().int().min(0).default(0) });
export type ExportEvents = z.input<typeof exportEventsSchema>;

/** An event that a service sent and the store refused. Its subject stands still until it is accepted. */
export const rejectedEventSchema = z.object({
  eventId: z.string(),
  subject: z.string(),
  type: z.string(),
  source: z.string(),
  reason: z.string(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  times: z.int().min(1),
});
export type RejectedEvent = z.infer<typeof rejectedEventSchema>;

export interface EventBusService extends ServiceLife, WebhookService, StoreBackup {
  /** Events of the principal's organisation, in order. Needs `events:read`. */
  readEvents(principal: Principal, request: ReadEvents): Promise<Result<EventSlice>>;
  /** The same as pages with an opaque cursor, in either order. Needs `events:read`. */
  listEvents(principal: Principal, query: ListEvents): Promise<Result<Page<StoredEvent>>>;
  /** All subscriptions, with what concerns the principal's organisation. Needs `events:read`. */
  subscriptions(principal: Principal): Promise<Result<SubscriptionView[]>>;
  /** Tries a stalled subject of the principal's organisation again at once. Needs `events:admin`. */
  redrive(principal: Principal, request: Redrive): Promise<Result<{ requested: true }>>;
  /** Delivers nothing more of the principal's organisation to a service. Needs `events:admin`. */
  pauseSubscription(principal: Principal, request: SubscriptionName): Promise<Result<{ requested: true }>>;
  /** Goes on where the pause began. Needs `events:admin`. */
  resumeSubscription(principal: Principal, request: SubscriptionName): Promise<Result<{ requested: true }>>;
  /** Delivers events of the principal's organisation again. What a service has applied stays applied once. Needs `events:admin`. */
  rewindSubscription(principal: Principal, request: Rewind): Promise<Result<{ requested: true }>>;
  /**
   * All events of the principal's organisation up to now as NDJSON, one a line, in order, archive included. A stream that breaks off
   * without its end is not complete. Needs `events:read`, and a fresh proof of a person.
   */
  exportEvents(principal: Principal, request: ExportEvents): Promise<Result<ReadableStream<Uint8Array>>>;
  /** Events of the principal's organisation that the store refused, latest first. Needs `events:read`. */
  rejectedEvents(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<RejectedEvent>>>;
  /** Wakes every subscription. Any number of calls is harmless. */
  wake(): Promise<void>;
  /** Arms the subscriptions after a cold start and wakes them; answers how many answered. Any number of calls is harmless. */
  start(): Promise<Result<{ armed: number }>>;
}
