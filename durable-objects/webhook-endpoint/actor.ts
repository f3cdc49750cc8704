/**
 * One webhook endpoint: delivers the organisation's events to one address, at least once and in order per subject. It has its own
 * alarm and its own requests, so a slow or broken endpoint holds nobody else up.
 */
import { DurableObject } from "cloudflare:workers";
import { cursorKey, cursorKeys, pageOf, type Page } from "../../contracts/page.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import type { ActorBackupCall, ActorRestoreCall, BackupPage } from "../../contracts/services/backup.ts";
import {
  listDeliveriesSchema,
  type ListDeliveries,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookHealth,
} from "../../contracts/services/webhooks.ts";
import type { ArchiveBucket } from "../../workers/event-bus/domain/archive/object.ts";
import type { EndpointName, WebhookActor } from "../../workers/event-bus/domain/webhook.ts";
import { NativeBackup } from "../kernel/backup/native-backup.ts";
import { tell } from "../kernel/telling.ts";
import { timeOf, viewDelivery, type Delivery } from "./delivery.ts";
import { Dispatch, leaseMarginMs, testEvent, type TurnEnd } from "./dispatch.ts";
import { EventSource } from "./event-source.ts";
import { Ledger } from "./ledger.ts";
import { Registry } from "./registry.ts";
import { scheduleOf } from "./schedule.ts";
import type { Send } from "./sending.ts";

/** Without being woken it looks for new events this often. */
const idleMs = 60_000;
const disabledMs = 86_400_000;
/** Finished deliveries are kept this long, and at most so many. */
const keepMs = 30 * 86_400_000;
const keepCount = 1_000;
const sweepEveryMs = 600_000;
/** How long an endpoint may take to answer (Standard Webhooks: 15 to 30 seconds). */
const defaultTimeoutMs = 15_000;

export interface WebhookEndpointEnv {
  EVENT_BUS_DB: D1Database;
  EVENT_ARCHIVE: ArchiveBucket;
  /** "true" only on a developer's machine. */
  WEBHOOK_ALLOW_LOOPBACK?: string;
  /** Pauses between attempts, seconds with commas. Default: those of Standard Webhooks. */
  WEBHOOK_RETRY_SCHEDULE?: string;
  /** Milliseconds. Default 15,000. */
  WEBHOOK_TIMEOUT_MS?: string;
}

export class WebhookEndpoint extends DurableObject<WebhookEndpointEnv> implements WebhookActor {
  /** Replaced where time, chance and the outside world must be known. */
  clock = { now: () => Date.now(), random: () => Math.random() };
  send: Send = (request) => fetch(request);
  /** The turn in progress; settles when it is over. */
  running: Promise<void> | undefined;

  readonly #ledger: Ledger;
  readonly #backup: NativeBackup;
  #wokenAgain = false;
  #dispatching: Dispatch | undefined;
  #sweptAt = 0;

  constructor(ctx: DurableObjectState, env: WebhookEndpointEnv) {
    super(ctx, env);
    this.#ledger = new Ledger(ctx.storage.sql);
    this.#backup = new NativeBackup(ctx.storage, (_, head) => this.#ledger.retreat(head));
  }

  async wake(name: EndpointName): Promise<void> {
    this.#ledger.introduce(name);
    await this.#startSoon();
  }

  /** Starts a turn and waits for nothing: alarms never overlap, so waiting here would hold up the next one. */
  override async alarm(): Promise<void> {
    await this.#startSoon();
  }

  async health(name: EndpointName): Promise<Omit<WebhookHealth, "lag">> {
    this.#ledger.introduce(name);
    const { pending, retrying, nextAt, endpoint } = this.#ledger;
    return {
      cursor: endpoint?.cursor ?? 0,
      pending,
      retrying,
      lastDeliveredAt: timeOf(endpoint?.delivered_at),
      nextAttemptAt: timeOf(nextAt),
    };
  }

  async deliveries(name: EndpointName, query: ListDeliveries): Promise<Result<Page<WebhookDelivery>>> {
    this.#ledger.introduce(name);
    const parsed = parse(listDeliveriesSchema, query);
    if (!parsed.ok) return parsed;
    const { limit, status, cursor } = parsed.value;
    const before = cursorKey(cursor, cursorKeys.position);
    if (!before.ok) return before;
    const found = this.#ledger.page(status, before.value?.[0] ?? Number.MAX_SAFE_INTEGER, limit + 1);
    return ok(pageOf(found, limit, viewDelivery, ({ number }) => [number]));
  }

  async delivery(name: EndpointName, id: string): Promise<Result<WebhookDeliveryDetail>> {
    this.#ledger.introduce(name);
    const delivery = this.#find(id);
    return delivery.ok ? ok({ ...viewDelivery(delivery.value), log: this.#ledger.attemptsOf(delivery.value.number) }) : delivery;
  }

  async redeliver(name: EndpointName, id: string): Promise<Result<WebhookDelivery>> {
    this.#ledger.introduce(name);
    const delivery = this.#find(id);
    if (!delivery.ok) return delivery;
    this.#ledger.redeliver(delivery.value.number, this.clock.now());
    await this.#startSoon();
    const after = this.#find(id);
    return after.ok ? ok(viewDelivery(after.value)) : after;
  }

  async retryAll(name: EndpointName): Promise<void> {
    this.#ledger.introduce(name);
    this.#ledger.retryAll(this.clock.now());
    await this.#startSoon();
  }

  async sendTest(name: EndpointName, commandId: string): Promise<Result<WebhookDelivery>> {
    this.#ledger.introduce(name);
    const now = this.clock.now();
    const delivery = this.#ledger.takeTest(commandId, (number) => testEvent(name, number, now), now);
    await this.#startSoon();
    return ok(viewDelivery(delivery));
  }

  async backup(call: ActorBackupCall): Promise<Result<BackupPage>> {
    return this.#backup.backup(call);
  }

  async restore(call: ActorRestoreCall): Promise<Result<true>> {
    return this.#backup.restore(call);
  }

  get #timeoutMs(): number {
    const set = Number(this.env.WEBHOOK_TIMEOUT_MS);
    return set > 0 ? set : defaultTimeoutMs;
  }

  #find(id: string): Result<Delivery> {
    const delivery = /^\d{1,15}$/.test(id) ? this.#ledger.delivery(Number(id)) : undefined;
    return delivery ? ok(delivery) : err("not_found", `There is no delivery ${id} in the log of this endpoint.`);
  }

  async #startSoon(): Promise<void> {
    // Recovers a turn that a crash cuts off, or that finds the store away: no sooner than the leases of its attempts run out.
    await this.ctx.storage.setAlarm(this.clock.now() + this.#timeoutMs + leaseMarginMs);
    if (this.running) {
      this.#wokenAgain = true;
      this.#dispatching?.renew();
      return;
    }
    this.running = this.#turn().finally(() => {
      this.running = undefined;
      this.#dispatching = undefined;
      // Not at once: a new turn needs an invocation of its own, with its own number of calls.
      if (this.#wokenAgain) return this.ctx.storage.setAlarm(this.clock.now());
    });
    this.ctx.waitUntil(this.running);
  }

  async #turn(): Promise<void> {
    this.#wokenAgain = false;
    try {
      const endpoint = this.#ledger.endpoint;
      if (!endpoint) return;
      this.#dispatching = this.#dispatch(endpoint);
      const end = await this.#dispatching.turn();
      this.#sweep();
      await this.#arm(end);
    } catch (cause) {
      // The alarm set before the turn tries again.
      tell(`webhook-endpoint/${this.ctx.id.name}`, "error", "a turn of a webhook broke", { cause });
    }
  }

  #sweep(): void {
    const now = this.clock.now();
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    this.#ledger.sweep(now - keepMs, keepCount);
  }

  #dispatch({ organisation, id }: EndpointName): Dispatch {
    const { EVENT_BUS_DB, EVENT_ARCHIVE, WEBHOOK_ALLOW_LOOPBACK, WEBHOOK_RETRY_SCHEDULE } = this.env;
    return new Dispatch({
      name: { organisation, id },
      ledger: this.#ledger,
      registry: new Registry(EVENT_BUS_DB),
      source: new EventSource(EVENT_BUS_DB, EVENT_ARCHIVE),
      clock: this.clock,
      schedule: scheduleOf(WEBHOOK_RETRY_SCHEDULE),
      timeoutMs: this.#timeoutMs,
      allowLoopback: WEBHOOK_ALLOW_LOOPBACK === "true",
      send: this.send,
    });
  }

  async #arm(end: TurnEnd): Promise<void> {
    const now = this.clock.now();
    if (end === "deleted") return this.ctx.storage.deleteAll();
    // Being switched on again wakes it. It looks rarely, in case it was deleted and did not hear of it.
    if (end === "disabled") return this.ctx.storage.setAlarm(now + disabledMs);
    const next = end === "more" ? now : Math.min(now + idleMs, this.#ledger.nextAt ?? Infinity);
    await this.ctx.storage.setAlarm(Math.max(now, next));
  }
}
