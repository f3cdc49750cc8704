/**
 * What an organisation that asks for ten times its quota does to another one: the other's reads beside it, beside the same organisation at its quota, which
 * it may use, and without it; each service a Worker of its own.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { keyOf, signUp } from "../tools/security/people.ts";
import type { Heard } from "../tools/security/wire.ts";
import { inRoot } from "../tools/system/paths.ts";
import { compared, rangeOf, median, type Bench, type Figure } from "./figures.ts";
import { openOwnSocket, type OwnSocket } from "./own-socket.ts";

/** Of every organisation: small enough that this machine can send ten times as much. */
const quota = { tokens: 200, seconds: 10 };
const quotaPerSecond = quota.tokens / quota.seconds;
const noisePerSecond = 10 * quotaPerSecond;
const sides = ["without", "at its quota", "beside"] as const;
const noiseOf = { without: 0, "at its quota": quotaPerSecond, beside: noisePerSecond };
/** So that the quota of the organisation is what refuses. */
const wide = { tokens: 1_000_000, seconds: 10 };
const rounds = { full: 8, quick: 2 };
const warmUp = 1;
const phaseMs = 10_000;
/** Before each phase: by then the noise has spent the tokens that it had saved, which are its own to spend. */
const settlingMs = 2_000;
/** From one read of the neighbour to the next: three quarters of its own quota. */
const paceMs = (1_000 * quota.seconds) / (0.75 * quota.tokens);
/** How far the noise stands back behind the system (nice(2)). */
const givesWay = 10;
const heardSchema = z.object({ sent: z.int(), refused: z.int() });
const path = "/api/v1/prices?limit=1";

export const neighbourBench: Bench = {
  name: "neighbour",
  about: `reads of one organisation while another sends ${noisePerSecond} requests a second, ten times its quota, against the same reads while it uses its quota`,
  async run({ quick }) {
    const settings = { plans: { standard: { key: wide, user: wide, organisation: quota } }, address: wide };
    const stage = await openOwnSocket({ RATE_LIMITS: JSON.stringify(settings) });
    try {
      return await measured(stage, quick ? rounds.quick : rounds.full);
    } finally {
      await stage.stop();
    }
  },
};

async function measured(stage: OwnSocket, count: number): Promise<Figure[]> {
  const [quiet, loud] = await Promise.all(
    ["quiet", "loud"].map(async (word) => keyOf(stage.wire, await signUp(stage, "owner", word), ["monetization:read"])),
  );
  const noise = await Noise.start(stage.wire.port, loud?.headers["authorization"] ?? "");
  const read = (): Promise<Heard> => stage.wire.send({ method: "GET", path, headers: quiet?.headers ?? {} });
  const p95: Record<(typeof sides)[number], number[]> = { without: [], "at its quota": [], beside: [] };
  const spending: number[] = [];
  const refused: number[] = [];
  const sent: number[] = [];
  try {
    for (let round = 0; round < warmUp + count; round++) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        noise.begin(noiseOf[side]);
        const settling = await readsFor(settlingMs, read);
        await noise.stop();
        noise.begin(noiseOf[side]);
        const times = await readsFor(phaseMs, read);
        const heard = await noise.stop();
        if (round < warmUp) continue;
        p95[side].push(percentile(times, 0.95));
        if (side !== "beside") continue;
        spending.push(percentile(settling, 0.95));
        refused.push(heard.refused / heard.sent);
        sent.push(heard.sent / (phaseMs / 1_000));
      }
    }
  } finally {
    noise.close();
  }
  return [
    compared(
      `p95 of a read beside ${noisePerSecond} requests a second of another organisation`,
      "ms",
      p95.beside,
      { name: `beside ${quotaPerSecond}, its quota`, samples: p95["at its quota"] },
      { atMost: 1.2 },
    ),
    compared("p95 of a read beside the quota of another organisation", "ms", p95["at its quota"], {
      name: "without it",
      samples: p95.without,
    }),
    {
      name: `p95 of a read in the first ${settlingMs / 1_000} s, in which the other organisation spends what it had saved`,
      unit: "ms",
      value: median(spending),
      range: rangeOf(spending),
    },
    {
      name: "requests of the other organisation",
      unit: "a second",
      value: median(sent),
      range: rangeOf(sent),
      bar: { atLeast: 0.9 * noisePerSecond },
    },
    { name: "of them refused", unit: "", value: median(refused), range: rangeOf(refused), bar: { atLeast: 0.8 } },
  ];
}

/** Milliseconds that each read took. Throws when one is not answered 200: the neighbour keeps within its quota. */
async function readsFor(ms: number, read: () => Promise<Heard>): Promise<number[]> {
  const times: number[] = [];
  const begun = performance.now();
  for (let turn = 0; performance.now() - begun < ms; turn++) {
    const from = performance.now();
    const { status, text } = await read();
    times.push(performance.now() - from);
    if (status !== 200) throw new Error(`A read of the neighbour was answered ${status}: ${text}`);
    await sleep(Math.max(0, begun + (turn + 1) * paceMs - performance.now()));
  }
  return times;
}

/** The process of `neighbour-noise.ts`. */
class Noise {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static async start(port: number, authorization: string): Promise<Noise> {
    const child = fork(inRoot("bench/neighbour-noise.ts"), [String(port), path, authorization]);
    await once(child, "message");
    setPriority(child.pid ?? 0, givesWay);
    return new Noise(child);
  }

  begin(perSecond: number): void {
    this.#process.send({ perSecond });
  }

  async stop(): Promise<z.infer<typeof heardSchema>> {
    const heard = once(this.#process, "message");
    this.#process.send("stop");
    return heardSchema.parse((await heard)[0]);
  }

  close(): void {
    this.#process.kill();
  }
}

/** The value below which the given part of `values` lies. */
function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN;
}
