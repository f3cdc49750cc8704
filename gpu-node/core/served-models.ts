/**
 * The models that a node offers: loaded when they are asked for, kept within a bound of memory, and unloaded when nobody asks any more.
 * Each has a scheduler of its own; they share the lanes.
 */
import type { IntroducedModel, NodeLoad, NodeModel } from "../../contracts/node-protocol.ts";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import type { Lanes } from "../backends/lanes.ts";
import type { Engine } from "../backends/engine.ts";
import { limitsOf, memoryOf, openEngine } from "../backends/open-engine.ts";
import { keyOf } from "../models/model-key.ts";
import { isIntact } from "../models/model-store.ts";
import type { ServableModel } from "../models/servable-model.ts";
import type { JobAnswer, JobRequest } from "./job.ts";
import { combinedLoad } from "./combined-load.ts";
import { Scheduler, type BatchFigures, type SchedulerOptions } from "./scheduler.ts";
import { warmUp } from "./warm-up.ts";

export interface ServedModelsOptions {
  /** In the order of their importance: the first is loaded at the start. */
  models: readonly ServableModel[];
  lanes: Lanes;
  /** Bytes of weights that may be loaded at once, the copies of all lanes together. */
  memoryBytes: number;
  /** Milliseconds without a request after which a model is unloaded. */
  idleMs: number;
  /** Tokens that may wait, of all models together. */
  queueTokens: number;
  limits: SchedulerOptions["limits"];
  /** Whether schedulers find out how large batches should be, within the limits. */
  tuned?: boolean;
  onBatch?: (model: NodeModel, batch: BatchFigures) => void;
  /** Told of every model loaded or unloaded. */
  log?: (line: string) => void;
  /** Makes a model anew whose files are not any more what they were. Absent: it is refused. */
  repair?: (model: ServableModel) => Promise<Result<ServableModel>>;
}

/** How long a request waits for its model at most, milliseconds. */
const longestLoadMs = 30_000;
/** Speed assumed until the first batch is measured. */
const assumedTokensPerSecond = 2_000;
/** Seconds after which to come again when a model could not be loaded in that time. */
const retryAfterLoad = 5;
/** How often idle models are looked for, at most, milliseconds. */
const idleCheckMs = 5_000;

interface Place {
  model: ServableModel;
  bytes: number;
  /** Requests that need the model now. */
  inUse: number;
  lastUsed: number;
  loaded: { engine: Engine; scheduler: Scheduler } | undefined;
  loading: Promise<Result<Scheduler>> | undefined;
}

export class ServedModels {
  readonly #options: ServedModelsOptions;
  /** By `name@version`; for a while also a version that another has replaced. */
  readonly #places: Map<string, Place>;
  /** What new requests are offered. */
  #current: readonly ServableModel[];
  readonly #idleCheck: NodeJS.Timeout;
  /** Loads and unloads happen one at a time. */
  #chain: Promise<unknown> = Promise.resolve();
  /** Called whenever a model is not needed any more. */
  readonly #released = new Set<() => void>();

  private constructor(options: ServedModelsOptions) {
    this.#options = options;
    this.#current = options.models;
    this.#places = new Map(options.models.map((model) => [keyOf(model), placeOf(model, options.lanes.count)]));
    this.#idleCheck = setInterval(() => void this.#unloadIdle(), Math.min(idleCheckMs, Math.max(10, options.idleMs / 4)));
    this.#idleCheck.unref();
  }

  /**
   * Loads and warms up the first model. `unavailable` when that fails, or when a model is larger than the bound on memory by itself: the
   * node would refuse it for ever.
   */
  static async open(options: ServedModelsOptions): Promise<Result<ServedModels>> {
    const served = new ServedModels(options);
    const opened = await served.#openFirst();
    if (opened.ok) return ok(served);
    await served.close();
    return opened;
  }

  /** As callers and the edge know them. */
  get offered(): NodeModel[] {
    return this.#current.map(nodeModel);
  }

  /** As the node introduces itself with them, with files, licence and source. */
  get introduced(): IntroducedModel[] {
    return this.#current.map((model) => ({ ...nodeModel(model), manifest: model.manifest }));
  }

  /** Names of the models in memory, of those that are offered. */
  get loaded(): string[] {
    return this.#current.filter((model) => this.#places.get(keyOf(model))?.loaded).map(({ name }) => name);
  }

  /** False while no lane can compute. */
  get ready(): boolean {
    const { lanes } = this.#options;
    return Array.from({ length: lanes.count }, (_, lane) => lanes.ready(lane)).includes(true);
  }

  load(): NodeLoad {
    return combinedLoad(this.#loadedPlaces().map(({ loaded }) => loaded.scheduler.load()));
  }

  /** Requests inside: those that wait (for a lane or for their model), and those that are being computed. */
  requests(): { queued: number; running: number } {
    const inside = [...this.#places.values()].reduce((sum, { inUse }) => sum + inUse, 0);
    const running = this.#loadedPlaces().reduce((sum, { loaded }) => sum + loaded.scheduler.runningRequests, 0);
    return { queued: Math.max(0, inside - running), running };
  }

  /** The refusal that a request of `tokens` would get now, `undefined` when there is room. */
  refusal(tokens: number): Fault | undefined {
    const { queuedTokens, tokensPerSecond } = this.load();
    if (queuedTokens === 0 || queuedTokens + tokens <= this.#options.queueTokens) return undefined;
    const retryAfter = Math.max(1, Math.ceil(queuedTokens / (tokensPerSecond || assumedTokensPerSecond)));
    return err("overloaded", `${queuedTokens} tokens wait already. Try again in about ${retryAfter} s.`, { retryAfter }).error;
  }

  /**
   * Computes a request, loading its model first when it is not in memory. `name` is a model's name, or `name@version` for a version that may
   * have been replaced meanwhile. Faults of the scheduler; `unavailable` when the model could not be loaded within 30 s or before the
   * request's deadline.
   */
  async submit(name: string, request: JobRequest): Promise<Result<JobAnswer>> {
    const place = this.#placeOf(name);
    if (place === undefined) return err("not_found", `This node does not serve ${name}.`);
    const refused = this.refusal(request.ids.length);
    if (refused) return { ok: false, error: refused };
    place.inUse++;
    try {
      const scheduler = place.loaded ? ok(place.loaded.scheduler) : await this.#loadedInTime(place, request);
      return scheduler.ok ? await scheduler.value.submit(request) : scheduler;
    } finally {
      place.inUse--;
      place.lastUsed = performance.now();
      if (place.inUse === 0) for (const tell of this.#released) tell();
    }
  }

  /** Resolves when everything admitted so far is answered. */
  async idle(): Promise<void> {
    await Promise.all(this.#loadedPlaces().map(({ loaded }) => loaded.scheduler.idle()));
  }

  /**
   * Offers other models from now on. Of one that is in memory in another version, the new version is loaded and warmed up before, so that no
   * request waits for it (where both have room). The old ones stay for the requests that began with them, until `retire`. A fault leaves
   * everything as it was.
   */
  async replace(models: readonly ServableModel[]): Promise<Result<true>> {
    const large = this.#tooLarge(models.map((model) => placeOf(model, this.#options.lanes.count)));
    if (!large.ok) return large;
    const added = models.filter((model) => !this.#places.has(keyOf(model)));
    for (const model of added) this.#places.set(keyOf(model), placeOf(model, this.#options.lanes.count));
    for (const model of added) {
      const warm = this.loaded.includes(model.name) ? await this.#inTurn(() => this.#preload(keyOf(model))) : ok(true as const);
      if (warm.ok) continue;
      await this.retire(added);
      return warm;
    }
    this.#current = models;
    return ok(true);
  }

  /** Forgets models that no request will ask for any more, and frees their memory. Those that are offered stay. */
  async retire(models: readonly ServableModel[]): Promise<void> {
    const offered = new Set(this.#current.map(keyOf));
    for (const key of models.map(keyOf).filter((one) => !offered.has(one))) {
      await this.#inTurn(() => this.#unload(key));
      this.#places.delete(key);
    }
  }

  /** Stops looking after the models; the lanes close with whoever opened them. */
  close(): Promise<void> {
    clearInterval(this.#idleCheck);
    return this.#options.lanes.close();
  }

  async #openFirst(): Promise<Result<true>> {
    const [first] = this.#places.values();
    if (first === undefined) return err("unavailable", "The node has no model to serve.", { retryable: false });
    const fits = this.#tooLarge([...this.#places.values()]);
    if (!fits.ok) return fits;
    const scheduler = await this.#load(first);
    if (!scheduler.ok) return scheduler;
    return this.#warm(first, scheduler.value);
  }

  /** A model that is over the bound by itself would be refused for ever. */
  #tooLarge(places: readonly Place[]): Result<true> {
    const { memoryBytes, lanes } = this.#options;
    const large = places.find(({ bytes }) => bytes > memoryBytes);
    if (!large) return ok(true);
    const needed = `${megabytes(large.bytes)} MB for ${large.model.name} on ${lanes.count} lanes`;
    return err("unavailable", `PAISSIVE_NODE_MEMORY_MB is ${megabytes(memoryBytes)}, too little: ${needed}.`, { retryable: false });
  }

  #placeOf(name: string): Place | undefined {
    const current = this.#current.find((model) => model.name === name);
    return this.#places.get(current ? keyOf(current) : name);
  }

  /** Loads and warms up a model that will replace one in memory; where there is no room for both, its first request will load it. */
  async #preload(key: string): Promise<Result<true>> {
    const place = this.#places.get(key);
    const held = this.#loadedPlaces().reduce((sum, { bytes }) => sum + bytes, 0);
    if (!place || held + place.bytes > this.#options.memoryBytes) return ok(true);
    const scheduler = await this.#load(place);
    if (!scheduler.ok) return scheduler;
    return this.#warm(place, scheduler.value);
  }

  /** Only graphs have something to warm: texts of nothing would be asked of the others. Meanwhile the model is in use and stays. */
  async #warm(place: Place, scheduler: Scheduler): Promise<Result<true>> {
    if (place.model.kind !== "graph") return ok(true);
    place.inUse++;
    const warm = await warmUp(scheduler, this.#options.lanes.count).finally(() => {
      place.inUse--;
      place.lastUsed = performance.now();
    });
    return warm.ok ? ok(true) : warm;
  }

  #loadedPlaces() {
    return [...this.#places.values()].flatMap(({ loaded, ...place }) => (loaded ? [{ ...place, loaded }] : []));
  }

  /** One load for all who wait for it; each waits only as long as its own answer is of use. */
  async #loadedInTime(place: Place, { deadline, signal }: JobRequest): Promise<Result<Scheduler>> {
    place.loading ??= this.#inTurn(() => this.#load(place)).finally(() => (place.loading = undefined));
    const patience = Math.min(longestLoadMs, (deadline ?? Infinity) - Date.now());
    let stop: () => void = () => undefined;
    const given = new Promise<Result<Scheduler>>((resolve) => {
      const late = () => resolve(tooLong(place, deadline));
      const left = () => resolve(err("unavailable", "The caller left."));
      const timer = setTimeout(late, Math.max(0, patience));
      signal.addEventListener("abort", left, { once: true });
      stop = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", left);
      };
    });
    const result = await Promise.race([place.loading, given]);
    stop();
    return result;
  }

  async #load(place: Place): Promise<Result<Scheduler>> {
    const { lanes, limits, tuned, queueTokens, onBatch, log } = this.#options;
    if (place.loaded) return ok(place.loaded.scheduler);
    const whole = await this.#whole(place);
    if (!whole.ok) return whole;
    const room = await this.#makeRoom(place.bytes);
    if (!room.ok) return room;
    const engine = await openEngine(lanes, place.model, keyOf(place.model));
    if (!engine.ok) return engine;
    const model = nodeModel(place.model);
    const scheduler = new Scheduler({
      engine: engine.value,
      queueTokens,
      limits: limitsOf(place.model, limits),
      tuned: tuned && place.model.kind === "graph",
      onBatch: (batch) => onBatch?.(model, batch),
    });
    place.loaded = { engine: engine.value, scheduler };
    place.lastUsed = performance.now();
    log?.(`loaded ${model.name}`);
    return ok(scheduler);
  }

  /** The files are read again at every load: what lies on the disk may have changed since they were prepared. */
  async #whole({ model }: Place): Promise<Result<true>> {
    if (model.kind !== "graph" || (await isIntact(model))) return ok(true);
    const { repair, log } = this.#options;
    log?.(`the files of ${model.name} are not what they were: refused`);
    const repaired = await repair?.(model);
    if (repaired && !repaired.ok) return repaired;
    if (repaired?.value.version === model.version) return ok(true);
    const why = repaired ? "its source gives another version now" : "they are damaged";
    return err("unavailable", `${model.name}@${model.version} cannot be loaded: ${why}.`, { retryable: false });
  }

  /** Unloads what nobody uses, longest unused first, until `bytes` more fit; waits for requests to end where all are in use. */
  async #makeRoom(bytes: number): Promise<Result<true>> {
    const until = performance.now() + longestLoadMs;
    for (;;) {
      const held = this.#loadedPlaces();
      if (held.reduce((sum, place) => sum + place.bytes, 0) + bytes <= this.#options.memoryBytes) return ok(true);
      const [unused] = held.filter(({ inUse }) => inUse === 0).toSorted((a, b) => a.lastUsed - b.lastUsed);
      if (unused) await this.#unload(keyOf(unused.model));
      else if (!(await this.#releaseBefore(until))) {
        return err("unavailable", "Other models use all the memory that models may take.", { retryAfter: retryAfterLoad });
      }
    }
  }

  /** True once a model is not needed any more, false when the time is over first. */
  #releaseBefore(until: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (released: boolean) => {
        clearTimeout(timer);
        this.#released.delete(tell);
        resolve(released);
      };
      const tell = () => done(true);
      const timer = setTimeout(() => done(false), Math.max(0, until - performance.now()));
      this.#released.add(tell);
    });
  }

  async #unload(key: string): Promise<void> {
    const place = this.#places.get(key);
    const loaded = place?.loaded;
    if (!place || !loaded || place.inUse > 0) return;
    place.loaded = undefined;
    await loaded.engine.close();
    this.#options.log?.(`unloaded ${place.model.name}`);
  }

  #unloadIdle(): Promise<void> {
    const { idleMs } = this.#options;
    const idle = this.#loadedPlaces().filter(({ inUse, lastUsed }) => inUse === 0 && performance.now() - lastUsed >= idleMs);
    if (idle.length === 0) return Promise.resolve();
    return this.#inTurn(async () => {
      for (const { model } of idle) await this.#unload(keyOf(model));
    });
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#chain.then(work);
    this.#chain = turn.catch(() => undefined);
    return turn;
  }
}

function placeOf(model: ServableModel, lanes: number): Place {
  return { model, bytes: memoryOf(model, lanes), inUse: 0, lastUsed: 0, loaded: undefined, loading: undefined };
}

/** As callers and the edge know it. */
export function nodeModel({ name, version, task, dimensions, maxTokens, labels, ...model }: ServableModel): NodeModel {
  const release = "release" in model ? model.release : undefined;
  return { name, version, task, dimensions, maxTokens, ...(labels ? { labels } : {}), ...(release === undefined ? {} : { release }) };
}

function tooLong({ model }: Place, deadline: number | undefined): Result<Scheduler> {
  if (deadline !== undefined && deadline <= Date.now())
    return err("deadline_exceeded", `The deadline passed before ${model.name} was loaded.`);
  return err("unavailable", `${model.name} could not be loaded in time.`, { retryAfter: retryAfterLoad });
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
