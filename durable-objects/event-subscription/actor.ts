/**
 * The durable subscription of one service: delivers what the store holds and the service wants, in order per subject, at
 * least once; and lets the service send again what the queue lost. It keeps only its place: the store is the truth.
 *
 * The alarm never stops once a first wake has set it, so a crash, a lost wake-up or a restart costs time and nothing else.
 */
import { DurableObject } from "cloudflare:workers";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ActorBackupCall, ActorRestoreCall, BackupPage } from "../../contracts/services/backup.ts";
import type { ArchiveBucket } from "../../workers/event-bus/domain/archive/object.ts";
import { subscriberBindings, type SubscriberPeers } from "../../workers/event-bus/domain/subscribers.ts";
import type { SubscriptionActor, SubscriptionState, Wake } from "../../workers/event-bus/domain/subscription.ts";
import { NativeBackup } from "../kernel/backup/native-backup.ts";
import { tell } from "../kernel/telling.ts";
import { Bell } from "./bell.ts";
import { Peer } from "./peer.ts";
import { Progress } from "./progress.ts";
import { Pump, type Clock, type TurnEnd } from "./pump.ts";
import { nextTick } from "./stalling.ts";
import { StoreReader } from "./store-reader.ts";
import { Told } from "./told.ts";

/** The alarm that recovers a turn which a crash cut off. */
const recoverAfterMs = 5_000;
/** The outbox of the service is looked after no more often than this. */
const sweepEveryMs = 5_000;

export interface EventSubscriptionEnv extends SubscriberPeers {
  EVENT_BUS_DB: D1Database;
  EVENT_ARCHIVE: ArchiveBucket;
}

export class EventSubscription extends DurableObject<EventSubscriptionEnv> implements SubscriptionActor {
  /** Replaced where time and chance must stand still. */
  clock: Clock = { now: () => Date.now(), random: () => Math.random() };
  /** The turn in progress; settles when it is over. */
  running: Promise<void> | undefined;

  readonly #progress: Progress;
  readonly #store: StoreReader;
  readonly #told = new Told();
  readonly #backup: NativeBackup;
  readonly #bell: Bell;
  /** Something was asked for that the turn in progress may have passed by already. */
  #again = false;
  /** The highest end of the store that wakes told of since it was last asked. */
  #head = 0;
  #tick = 0;
  #sweptAt = 0;

  constructor(ctx: DurableObjectState, env: EventSubscriptionEnv) {
    super(ctx, env);
    this.#progress = new Progress(ctx.storage.sql);
    this.#store = new StoreReader(env.EVENT_BUS_DB, env.EVENT_ARCHIVE);
    this.#backup = new NativeBackup(ctx.storage, (_, head) => {
      this.#told.forget();
      this.#progress.retreat(head);
    });
    this.#bell = new Bell(ctx.storage, () => this.clock.now());
  }

  async wake({ subscriber, head, page }: Wake): Promise<string[] | undefined> {
    this.#progress.introduce(subscriber);
    this.#head = Math.max(this.#head, head);
    // During a pause the alarm stands at its end already: being woken does not shorten it. During a turn it stands to recover it.
    if (this.#pausedUntil() === undefined) {
      if (page) this.#told.add(page);
      if (!this.running) {
        await this.#bell.ringBy(this.clock.now() + recoverAfterMs);
        this.#start();
      }
    }
    return this.#progress.handles;
  }

  /** Starts a turn and waits for nothing: alarms never overlap, so waiting here would hold up the next one. */
  override async alarm(): Promise<void> {
    this.#bell.rang();
    if (!this.#progress.subscriber) return;
    // The alarm is a commit in any case: what was only passed over since is noted with it.
    this.#progress.note();
    await this.#bell.ringAt(this.#pausedUntil() ?? this.clock.now() + recoverAfterMs);
    this.#start();
  }

  async state(organisation: string): Promise<SubscriptionState> {
    const { cursor, handles, outage, detours } = this.#progress;
    const stalled = this.#progress.stalledOf(organisation);
    return { cursor, detour: detours.of(organisation), handles, failures: outage?.failures ?? 0, fault: outage?.fault, stalled };
  }

  async redrive(organisation: string, subject: string): Promise<Result<{ requested: true }>> {
    const stalled = this.#progress.stalledSubject(subject);
    if (!stalled || stalled.organisation !== organisation) return err("not_found", `${subject} is not waiting here.`);
    this.#progress.retrySubjectAt(subject, this.clock.now());
    await this.#startSoon();
    return ok({ requested: true });
  }

  async pause(organisation: string): Promise<void> {
    this.#progress.detours.pause(organisation, this.#progress.cursor);
  }

  async resume(organisation: string): Promise<void> {
    this.#progress.detours.resume(organisation);
    await this.#startSoon();
  }

  async rewind(organisation: string, position: number): Promise<Result<{ requested: true }>> {
    const place = this.#progress.detours.of(organisation)?.position ?? this.#progress.cursor;
    if (position > place) {
      const detail = `The subscription stands at ${place}: it can go back from there, not forward to ${position}.`;
      return err("invalid_input", detail, { fields: [{ path: "position", message: detail }] });
    }
    this.#progress.rewind(organisation, position);
    await this.#startSoon();
    return ok({ requested: true });
  }

  async backup(call: ActorBackupCall): Promise<Result<BackupPage>> {
    this.#progress.note();
    return this.#backup.backup(call);
  }

  async restore(call: ActorRestoreCall): Promise<Result<true>> {
    return this.#backup.restore(call);
  }

  /** Something is to be done that a turn in progress may have passed by already. */
  async #startSoon(): Promise<void> {
    if (this.#pausedUntil() !== undefined) return;
    this.#again = this.running !== undefined;
    await this.#bell.ringBy(this.clock.now() + recoverAfterMs);
    this.#start();
  }

  #start(): void {
    if (this.running || this.#pausedUntil() !== undefined) return;
    this.running = this.#turn()
      .catch((cause: unknown) => tell(`event-subscription/${this.ctx.id.name}`, "error", "a turn of a subscription broke", { cause }))
      .finally(() => {
        this.running = undefined;
        // Not at once: a new turn needs an invocation of its own, with its own number of calls.
        if ((this.#again || this.#takeNews()) && this.#pausedUntil() === undefined) return this.#bell.ringBy(this.clock.now());
      });
    this.ctx.waitUntil(this.running);
  }

  async #turn(): Promise<void> {
    const { subscriber, cursor } = this.#progress;
    if (!subscriber) return;
    this.#again = false;
    const peer = new Peer(this.env[subscriberBindings[subscriber]], subscriber);
    const news = () => this.#takeNews();
    const end = await new Pump({ progress: this.#progress, told: this.#told, store: this.#store, peer, clock: this.clock, news }).turn();
    // It will have to read a lot after a pause, and may be long.
    if (end === "away") this.#told.forget();
    const sent = end === "away" ? 0 : await this.#sweep(peer);
    const active = sent > 0 || this.#progress.cursor > cursor;
    this.#tick = nextTick(this.#tick, active);
    const at = this.#nextLook(end);
    // Before the alarm, so that both are one commit. A place up to which nothing was wanted is found again at no cost.
    if (peer.deliveries > 0) this.#progress.note();
    // After work there is often more of it soon, and looking once too often costs less than setting the alarm at each end of each turn.
    await (active && end !== "away" ? this.#bell.ringBy(at) : this.#bell.ringAt(at));
  }

  /** True when wakes told of more than was read; each is told once, so that a store that lost events keeps nobody busy. */
  #takeNews(): boolean {
    const news = this.#head > this.#progress.cursor;
    this.#head = 0;
    return news;
  }

  /** Hands the service's own waiting events to the queue again: a local queue forgets on restart. */
  async #sweep(peer: Peer): Promise<number> {
    if (this.clock.now() - this.#sweptAt < sweepEveryMs) return 0;
    this.#sweptAt = this.clock.now();
    return peer.drainOutbox();
  }

  #nextLook(end: TurnEnd): number {
    const now = this.clock.now();
    if (end === "more") return now;
    return this.#pausedUntil() ?? Math.max(now, Math.min(now + this.#tick, this.#progress.nextRetry ?? Infinity));
  }

  #pausedUntil(): number | undefined {
    const retryAt = this.#progress.outage?.retryAt;
    return retryAt !== undefined && retryAt > this.clock.now() ? retryAt : undefined;
  }
}
