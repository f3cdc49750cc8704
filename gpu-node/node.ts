/** The whole node: door, reader, scheduler, engine and membership, put together, started in order and taken down in order. */
import { setTimeout as pause } from "node:timers/promises";
import type { NodeModel } from "../contracts/node-protocol.ts";
import { ok, type Result } from "../contracts/result.ts";
import { chooseDevice, type Device } from "./backends/device.ts";
import { OnnxEngine } from "./backends/onnx-engine.ts";
import { Reader } from "./core/reader.ts";
import { Scheduler } from "./core/scheduler.ts";
import { warmUp } from "./core/warm-up.ts";
import { Door } from "./door/door.ts";
import { EdgeClient } from "./join/edge-client.ts";
import { Membership } from "./join/membership.ts";
import { minilmRecipe } from "./models/minilm-recipe.ts";
import { prepare, type PreparedModel } from "./models/model-store.ts";
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
  model: NodeModel;
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
  const inside = await openInside(settings, device.value, door);
  if (!inside.ok) {
    await door.close();
    return inside;
  }
  const { model, engine, reader, scheduler } = inside.value;
  door.serve({ model, reader, scheduler });
  const url = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port.value}`;
  const membership = join(settings, { url, device: device.value, model, scheduler, door, log });
  const stop = async () => {
    await Promise.race([membership?.leave(), pause(farewellMs, undefined, { ref: false })]);
    door.drain();
    await Promise.race([Promise.all([scheduler.idle(), door.close()]), pause(settings.drainMs, undefined, { ref: false })]);
    door.cut();
    await Promise.all([engine.close(), reader.close()]);
  };
  return ok({ url, model, joined: () => membership?.joined ?? false, stop });
}

interface Inside {
  model: NodeModel;
  engine: OnnxEngine;
  reader: Reader;
  scheduler: Scheduler;
}

async function openInside(settings: Settings, device: Device, door: Door): Promise<Result<Inside>> {
  const prepared = await prepare(settings.modelFolder, minilmRecipe());
  if (!prepared.ok) return prepared;
  const { graphPath, tokenizerPath, dimensions, maxTokens } = prepared.value;
  const lanes = settings.lanes ?? (device === "cuda" ? 1 : cores);
  const [engine, reader] = await Promise.all([
    OnnxEngine.start({ graphPath, dimensions, lanes, device }),
    Reader.start({ tokenizerPath, maxTokens }),
  ]);
  const close = async () => {
    await Promise.all([engine.ok && engine.value.close(), reader.ok && reader.value.close()]);
  };
  if (!engine.ok) {
    await close();
    return engine;
  }
  if (!reader.ok) {
    await close();
    return reader;
  }
  const scheduler = new Scheduler({
    engine: engine.value,
    queueTokens: settings.queueTokens,
    limits: { paddedTokens: settings.batchTokens ?? defaultBatchTokens[device], fill: leastFill },
    onBatch: (batch) => door.metrics.batch(batch),
  });
  const warm = await warmUp(scheduler, lanes);
  if (!warm.ok) {
    await close();
    return warm;
  }
  return ok({ model: offered(prepared.value), engine: engine.value, reader: reader.value, scheduler });
}

function offered({ name, version, dimensions, maxTokens }: PreparedModel): NodeModel {
  return { name, version, task: "embedding", dimensions, maxTokens };
}

function join(
  settings: Settings,
  {
    url,
    device,
    model,
    scheduler,
    door,
    log,
  }: { url: string; device: Device; model: NodeModel; scheduler: Scheduler; door: Door; log: (line: string) => void },
): Membership | undefined {
  if (settings.pool === undefined) return undefined;
  const membership = new Membership({
    client: new EdgeClient(settings.pool.edge, settings.pool.token),
    introduction: { name: settings.name, url: settings.url ?? url, device, models: [model] },
    load: () => scheduler.load(),
    onJoined: (credential) => door.guard.trust(credential),
    log,
  });
  membership.start();
  return membership;
}
