/** The whole node: door, reader, models on their lanes and membership, put together, started in order and taken down in order. */
import { setTimeout as pause } from "node:timers/promises";
import { dialOutAddress } from "../contracts/node-link/protocol.ts";
import type { NodeModel } from "../contracts/node-protocol.ts";
import { ok, type Result } from "../contracts/result.ts";
import { chooseDevice, type Device } from "./backends/device.ts";
import { Lanes } from "./backends/lanes.ts";
import { Reader } from "./core/reader.ts";
import { ServedModels } from "./core/served-models.ts";
import { Door } from "./door/door.ts";
import { LinkLine } from "./dial-out/link-line.ts";
import { EdgeClient } from "./join/edge-client.ts";
import { CallLine } from "./join/line.ts";
import { Membership } from "./join/membership.ts";
import { prepareAll } from "./models/model-list.ts";
import { cores, type Settings } from "./settings.ts";

/** Least share of real tokens in a batch of several texts. */
const leastFill = 0.85;
/** Padded tokens of a batch unless set: measured best on CPU cores; a GPU needs thousands to be busy. */
const defaultBatchTokens: Record<Device, number> = { cpu: 512, cuda: 8_192 };
const bodyLimits = { one: 8 * 2 ** 20, all: 32 * 2 ** 20 };
/** How long the edge may take to hear that the node leaves, milliseconds. */
const farewellMs = 2_000;

export interface RunningNode {
  /** Where it listens, `http://127.0.0.1:41234`. */
  url: string;
  /** What it serves, the first one loaded at the start. */
  models: NodeModel[];
  /** True while it is a member of the pool. */
  joined: () => boolean;
  /** Tells the pool, turns new requests away, finishes those inside (within the drain time) and frees everything. */
  stop: () => Promise<void>;
}

/**
 * Starts a node and resolves when it serves; joining the pool goes on behind. The port answers `/livez` from the first moment.
 * `unavailable` when the port, the device or the model cannot be had. `log` gets lines for the operator.
 */
export async function startNode(settings: Settings, log: (line: string) => void): Promise<Result<RunningNode>> {
  const device = chooseDevice(settings.device);
  if (!device.ok) return device;
  const door = new Door({
    host: settings.host,
    port: settings.port,
    open: settings.open,
    bodies: bodyLimits,
    onError: (cause) => log(`request failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`),
  });
  const port = await door.listen();
  if (!port.ok) return port;
  const inside = await openInside(settings, device.value, door, log);
  if (!inside.ok) {
    await door.close();
    return inside;
  }
  const { models, reader } = inside.value;
  door.serve({ models, reader });
  const url = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port.value}`;
  const membership = join(settings, { url, device: device.value, models, door, log });
  const stop = async () => {
    await Promise.race([membership?.leave(), pause(farewellMs, undefined, { ref: false })]);
    door.drain();
    await Promise.race([Promise.all([models.idle(), door.close()]), pause(settings.drainMs, undefined, { ref: false })]);
    door.cut();
    await Promise.all([models.close(), reader.close(), membership?.close()]);
  };
  return ok({ url, models: models.offered, joined: () => membership?.joined ?? false, stop });
}

interface Inside {
  models: ServedModels;
  reader: Reader;
}

async function openInside(settings: Settings, device: Device, door: Door, log: (line: string) => void): Promise<Result<Inside>> {
  const prepared = await prepareAll(settings.modelFolder, settings.models);
  if (!prepared.ok) return prepared;
  const [lanes, reader] = await Promise.all([
    Lanes.start({ lanes: settings.lanes ?? (device === "cuda" ? 1 : cores), device }),
    Reader.start({ models: prepared.value }),
  ]);
  const close = async () => {
    await Promise.all([lanes.ok && lanes.value.close(), reader.ok && reader.value.close()]);
  };
  if (!lanes.ok) {
    await close();
    return lanes;
  }
  if (!reader.ok) {
    await close();
    return reader;
  }
  const models = await ServedModels.open({
    models: prepared.value,
    lanes: lanes.value,
    memoryBytes: settings.memoryBytes,
    idleMs: settings.idleMs,
    queueTokens: settings.queueTokens,
    limits: { paddedTokens: settings.batchTokens ?? defaultBatchTokens[device], fill: leastFill },
    onBatch: (model, batch) => door.metrics.batch(model, batch),
    log,
  });
  if (!models.ok) {
    await close();
    return models;
  }
  return ok({ models: models.value, reader: reader.value });
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
    introduction: { name: settings.name, url: dialOut ? dialOutAddress : (settings.url ?? url), device, models: models.offered },
    load: () => models.load(),
    loaded: () => models.loaded,
    onJoined: (credential) => door.guard.trust(credential),
    log,
  });
  membership.start();
  return membership;
}
