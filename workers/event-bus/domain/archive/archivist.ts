/** What the bus knows of the actor that moves old events to the archive. There is one. */
export interface ArchivedSoFar {
  /** Segments written or deleted by this call. */
  segments: number;
  /** True when more is waiting for the next call. */
  more: boolean;
}

export interface Archivist {
  /** Sees to it that its alarm is set, so that it runs by itself from now on. Calling it again is harmless. */
  arm(): Promise<void>;
  /** Moves what is old enough, some segments at a time, and goes on by its own alarm. Calling it again is harmless. */
  run(): Promise<ArchivedSoFar>;
  /** Takes an organisation's events out of the archive; answers how many. Throws when it cannot; repeating it finishes it. */
  erase(organisation: string): Promise<number>;
}

export interface ArchivistNamespace {
  getByName(name: string): Archivist;
}

/** `system` is no organisation, so no tenant can name it. */
export const archivistName = "system/archivist";
