/** Where an actor's time, chance and storage come from; a blueprint replaces them where they must stand still or fail on purpose. */

/** What the kernel uses of an actor's storage. */
export type ActorStorage = Pick<DurableObjectStorage, "sql" | "transactionSync" | "setAlarm" | "getAlarm">;

export interface KernelSources {
  /** UTC epoch milliseconds. Default: the system's clock. */
  now(): number;
  /** A number in [0, 1). Default: `Math.random`; only pauses between attempts depend on it. */
  random(): number;
  /** The storage of an actor. Default: `ctx.storage`. */
  storage(ctx: DurableObjectState): ActorStorage;
}

export const systemSources: KernelSources = {
  now: () => Date.now(),
  random: () => Math.random(),
  storage: (ctx) => ctx.storage,
};
