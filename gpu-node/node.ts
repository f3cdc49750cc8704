/** The whole node: door, reader, models on their lanes and membership, put together, started in order and taken down in order. */
import { setTimeout as pause } from "node:timers/promises";
import { dialOutAddress } from "../contracts/node-link/protocol.ts";
import type { NodeModel } from "../contracts/node-protocol.ts";
import { err, ok, type Result } from "../contracts/result.ts";
import { chooseDevice, type Device } from "./backends/device.ts";
import { Lanes } from "./backends/lanes.ts";
import { ServedModels } from "./core/served-models.ts";
import { Serving } from "./core/serving.ts";
import { Door } from "./door/door.ts";
import { LinkLine } from "./dial-out/link-line.ts";
import { EdgeClient } from "./join/edge-client.ts";
import { CallLine } from "./join/line.ts";
import { Membership } from "./join/membership.ts";
import { DiskRoom } from "./models/disk-room.ts";
import { keyOf } from "./models/model-key.ts";
import { ModelShelf } from "./models/model-shelf.ts";
import { ProgressBoard } from "./models/progress-board.ts";
import { cores, type Settings } from "./settings.ts";

/** Least share of real tokens in a batch of several texts. */
const leastFill = 0.85;
/** Most padded tokens of a batch unless set: the scheduler finds how many of them pay on this device. */
const mostBatchTokens: Record<Device, number> = { cpu: 1_024, cuda: 16_384 };
const bodyLimits = { one: 8 * 2 ** 20, all: 32 * 2 ** 20 };
/** How long the edge may take to hear that the node leaves, milliseconds. */
const farewellMs = 2_000;

/** What a reload changed. */
export interface Reloaded {
  models: NodeModel[];
  /** Names of models that are new, or of another version than before. */
  changed: string[];
  /** Names of models that are not served any more. */
  gone: string[];
}

export interface RunningNode {
  /** Where it listens, `http://127.0.0.1:41234`. */
  url: string;
  /** What it serves now, the first one loaded at the start. */
  readonly models: NodeModel[];
  /**
   * Reads the list of models and asks their sources anew; what is new goes into service while requests inside end with what they began with.
   * A fault leaves everything as it was.
   */
  reload: () => Promise<Result<Reloaded>>;
  /** True while it is a member of the pool. */
  joined: () => boolean;
  /** Tells the pool, turns new requests away, finishes those inside (within the drain time) and frees everything. */
  stop: () => Promise<void>;
}

/**
 * Starts a node and resolves when it serves; joining the pool goes on behind. The port answers `/livez` from the first moment.
 * `unavailable` when the port, the device or the model cannot be had. `log` gets lines for the operator; `lanePriority` is that of the
 * lanes' threads, as `threads/priority.ts` gives it.
 */
export async function startNode(settings: Settings, log: (line: string) => void, lanePriority?: number): Promise<Result<RunningNode>> {
  const device = chooseDevice(settings.device);
  if (!device.ok) return device;
  const board = new ProgressBoard(log);
  const reload: { now: () => Promise<Result<Reloaded>> } = { now: () => Promise.resolve(err("unavailable", "The node is starting.")) };
  const door = new Door({
    host: settings.host,
    port: settings.port,
    open: settings.open,
    bodies: bodyLimits,
    log,
    underWay: () => board.underWay,
    reload: () => reload.now(),
    onError: (cause) => log(`request failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`),
  });
  door.metrics.store(board);
  const port = await door.listen();
  if (!port.ok) return port;
  const inside = await openInside(settings, { device: device.value, door, board, log, lanePriority });
  if (!inside.ok) {
    await door.close();
    return inside;
  }
  const { serving, shelf } = inside.value;
  const { models } = serving;
  reload.now = oneAtATime(() => reloadInside(inside.value, log));
  door.serve(serving);
  const url = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port.value}`;
  const membership = join(settings, { url, device: device.value, models, door, log });
  const stop = async () => {
    await Promise.race([membership?.leave(), pause(farewellMs, undefined, { ref: false })]);
    door.drain();
    await Promise.race([Promise.all([models.idle(), door.close()]), pause(settings.drainMs, undefined, { ref: false })]);
    door.cut();
    await Promise.race([membership?.left(), pause(farewellMs, undefined, { ref: false })]);
    await Promise.all([serving.close(), membership?.close()]);
    await shelf.close();
  };
  return ok({
    url,
    get models() {
      return models.offered;
    },
    joined: () => membership?.joined ?? false,
    reload: () => reload.now(),
    stop,
  });
}

interface Inside {
  serving: Serving;
  shelf: ModelShelf;
}

interface Opening {
  device: Device;
  door: Door;
  board: ProgressBoard;
  log: (line: string) => void;
  lanePriority: number | undefined;
}

async function openInside(settings: Settings, opening: Opening): Promise<Result<Inside>> {
  const { modelFolder: folder, diskBytes: quotaBytes, readModels } = settings;
  const { board } = opening;
  const room = new DiskRoom({ folder, quotaBytes, onEvicted: (path, bytes) => board.evicted(path, bytes) });
  const shelf = new ModelShelf(settings.models, { folder, room, board, readModels });
  const opened = await openServing(settings, opening, shelf);
  if (!opened.ok) await shelf.close();
  return opened.ok ? ok({ serving: opened.value, shelf }) : opened;
}

async function openServing(settings: Settings, { device, door, log, lanePriority }: Opening, shelf: ModelShelf): Promise<Result<Serving>> {
  const prepared = await shelf.ready(false);
  if (!prepared.ok) return prepared;
  const { lanes: count = device === "cuda" ? 1 : Math.max(1, Math.floor(cores / settings.laneThreads)), laneThreads: threads } = settings;
  const lanes = await Lanes.start({ lanes: count, device, threads, priority: lanePriority });
  if (!lanes.ok) return lanes;
  const models = await ServedModels.open({
    models: prepared.value,
    lanes: lanes.value,
    memoryBytes: settings.memoryBytes,
    idleMs: settings.idleMs,
    queueTokens: settings.queueTokens,
    limits: { paddedTokens: settings.batchTokens ?? mostBatchTokens[device], fill: leastFill },
    tuned: settings.batchTokens === undefined,
    onBatch: (model, batch) => door.metrics.batch(model, batch),
    repair: (model) => shelf.repair(model),
    log,
  });
  if (!models.ok) {
    await lanes.value.close();
    return models;
  }
  const serving = await Serving.open(models.value, prepared.value, (left) => shelf.release(left, new Set(models.value.offered.map(keyOf))));
  if (!serving.ok) await models.value.close();
  return serving;
}

async function reloadInside({ serving, shelf }: Inside, log: (line: string) => void): Promise<Result<Reloaded>> {
  const before = serving.models.offered;
  const prepared = await shelf.ready(true);
  const replaced = prepared.ok ? await serving.replace(prepared.value) : prepared;
  if (!replaced.ok) {
    log(`nothing was reloaded: ${replaced.error.detail}`);
    return replaced;
  }
  const models = serving.models.offered;
  const changed = models.filter((model) => !before.some((old) => keyOf(old) === keyOf(model))).map(({ name }) => name);
  const gone = before.filter(({ name }) => !models.some((model) => model.name === name)).map(({ name }) => name);
  log(
    `reloaded: ${changed.length > 0 ? `${changed.join(", ")} changed` : "nothing changed"}${gone.map((name) => `, ${name} gone`).join("")}`,
  );
  return ok({ models, changed, gone });
}

/** Whoever asks while it is under way gets the same answer. */
function oneAtATime<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | undefined;
  return () => (running ??= work().finally(() => (running = undefined)));
}

interface Joining {
  url: string;
  device: Device;
  models: ServedModels;
  door: Door;
  log: (line: string) => void;
}

function join(settings: Settings, { url, device, models, door, log }: Joining): Membership | undefined {
  if (settings.pool === undefined) return undefined;
  const { edge, token, dialOut } = settings.pool;
  const client = new EdgeClient(edge, token);
  const membership = new Membership({
    client,
    line: dialOut ? new LinkLine({ edge, door: url }) : new CallLine(client),
    introduction: () => {
      return { name: settings.name, url: dialOut ? dialOutAddress : (settings.url ?? url), device, models: models.introduced };
    },
    load: () => models.load(),
    loaded: () => models.loaded,
    onJoined: (credential) => door.guard.trust(credential),
    log,
  });
  membership.start();
  return membership;
}
