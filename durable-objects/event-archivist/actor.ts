/**
 * The one actor that moves old events to the archive, so that two never move the same. The cron trigger and its own alarm run it
 * alike: once armed it looks every hour by itself, over restarts too.
 */
import { DurableObject } from "cloudflare:workers";
import type { ArchivedSoFar, Archivist } from "../../workers/event-bus/domain/archive/archivist.ts";
import { archiveNext, forgetNext, type Places } from "./moving.ts";
import { cutoffs, type ArchiveVariables } from "./settings.ts";

const everyMs = 3_600_000;
/** Segments of one run; what is left waits a moment, so that the database is free for others in between. */
const maxSegments = 8;
const pauseMs = 2_000;
const afterFailureMs = 60_000;

export interface EventArchivistEnv extends ArchiveVariables {
  EVENT_BUS_DB: D1Database;
  EVENT_ARCHIVE: R2Bucket;
}

export class EventArchivist extends DurableObject<EventArchivistEnv> implements Archivist {
  /** Replaced where time must stand still. Epoch milliseconds. */
  now: () => number = Date.now;

  #running: Promise<ArchivedSoFar> | undefined;

  async run(): Promise<ArchivedSoFar> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  override async alarm(): Promise<void> {
    await this.run();
  }

  async #run(): Promise<ArchivedSoFar> {
    // First of all, so that whatever breaks off this run is followed by another.
    await this.ctx.storage.setAlarm(this.now() + afterFailureMs);
    const places: Places = { db: this.env.EVENT_BUS_DB, bucket: this.env.EVENT_ARCHIVE };
    let segments = 0;
    try {
      const now = this.now();
      const { archive, forget } = cutoffs(this.env, now);
      const moved = async () => archive !== undefined && (await archiveNext(places, archive, now));
      const forgotten = async () => forget !== undefined && (await forgetNext(places, forget, now));
      while (segments < maxSegments && ((await moved()) || (await forgotten()))) segments += 1;
    } catch (cause) {
      console.error(JSON.stringify({ level: "error", message: "events could not be archived", cause: String(cause) }));
      return { segments, more: true };
    }
    const more = segments >= maxSegments;
    await this.ctx.storage.setAlarm(this.now() + (more ? pauseMs : everyMs));
    return { segments, more };
  }
}
