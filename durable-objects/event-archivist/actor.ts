/**
 * The one actor that moves old events to the archive, so that two never move the same, and sweeps what is kept for a day only. The
 * cron trigger and its own alarm run it alike: once armed, by the first events at the latest, it looks every hour by itself, over
 * restarts too.
 */
import { DurableObject } from "cloudflare:workers";
import type { ArchivedSoFar, Archivist } from "../../workers/event-bus/domain/archive/archivist.ts";
import { tell } from "../kernel/telling.ts";
import { eraseFromArchive } from "./erasing.ts";
import { archiveNext, forgetNext, type Places } from "./moving.ts";
import { cutoffs, type ArchiveVariables } from "./settings.ts";

const everyMs = 3_600_000;
/** Segments of one run; what is left waits a moment, so that the database is free for others in between. */
const maxSegments = 8;
const pauseMs = 2_000;
const afterFailureMs = 60_000;
/** Between being armed and the first look: whoever just started has other things to do. */
const firstLookMs = 60_000;
/** Recorded answers of commands are kept this long: some hold the secret of a webhook. */
const keepCommandsMs = 86_400_000;

export interface EventArchivistEnv extends ArchiveVariables {
  EVENT_BUS_DB: D1Database;
  EVENT_ARCHIVE: R2Bucket;
}

export class EventArchivist extends DurableObject<EventArchivistEnv> implements Archivist {
  /** Replaced where time must stand still. Epoch milliseconds. */
  now: () => number = Date.now;

  #running: Promise<ArchivedSoFar> | undefined;
  /** The last piece of work begun: the next one waits for it, so that no two touch the same segment. */
  #last: Promise<unknown> = Promise.resolve();

  async arm(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(this.now() + firstLookMs);
  }

  async run(): Promise<ArchivedSoFar> {
    this.#running ??= this.#alone(() => this.#run()).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async erase(organisation: string): Promise<number> {
    return this.#alone(() => eraseFromArchive(this.#places, organisation));
  }

  override async alarm(): Promise<void> {
    await this.run();
  }

  #alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  get #places(): Places {
    return { db: this.env.EVENT_BUS_DB, bucket: this.env.EVENT_ARCHIVE };
  }

  async #run(): Promise<ArchivedSoFar> {
    // First of all, so that whatever breaks off this run is followed by another.
    await this.ctx.storage.setAlarm(this.now() + afterFailureMs);
    let segments = 0;
    try {
      const now = this.now();
      await this.env.EVENT_BUS_DB.prepare("DELETE FROM commands WHERE recorded_at < ?")
        .bind(now - keepCommandsMs)
        .run();
      const { archive, forget } = cutoffs(this.env, now);
      const moved = async () => archive !== undefined && (await archiveNext(this.#places, archive, now));
      const forgotten = async () => forget !== undefined && (await forgetNext(this.#places, forget, now));
      while (segments < maxSegments && ((await moved()) || (await forgotten()))) segments += 1;
    } catch (cause) {
      tell("event-archivist", "error", "the archivist's work broke off", { segments, cause });
      return { segments, more: true };
    }
    const more = segments >= maxSegments;
    await this.ctx.storage.setAlarm(this.now() + (more ? pauseMs : everyMs));
    return { segments, more };
  }
}
