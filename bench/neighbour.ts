/** What an organisation that asks for ten times its quota does to another one: the other's reads beside it and without it, each service a Worker of its own. */
import { getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { putLoopAhead } from "../gpu-node/threads/priority.ts";
import { keyOf, signUp } from "../tools/security/people.ts";
import { openStage, type Stage } from "../tools/security/stage.ts";
import { Wire, type Heard } from "../tools/security/wire.ts";
import { compared, rangeOf, median, type Bench, type Figure } from "./figures.ts";

/** Of every organisation: small enough that this machine can send ten times as much. */
const quota = { tokens: 200, seconds: 10 };
const noisePerSecond = (10 * quota.tokens) / quota.seconds;
/** So that the quota of the organisation is what refuses. */
const wide = { tokens: 1_000_000, seconds: 10 };
const rounds = { full: 8, quick: 2 };
const warmUp = 1;
const phaseMs = 10_000;
/** From one read of the neighbour to the next: three quarters of its own quota. */
const paceMs = (1_000 * quota.seconds) / (0.75 * quota.tokens);
/** Noise that may be on its way at once; more would only measure the queue of this process. */
const mostNoise = 64;
const path = "/api/v1/prices?limit=1";

export const neighbourBench: Bench = {
  name: "neighbour",
  about: `reads of one organisation while another sends ${noisePerSecond} requests a second, ten times its quota, against the same reads without it`,
  async run({ quick }) {
    const settings = { plans: { standard: { key: wide, user: wide, organisation: quota } }, address: wide };
    const stage = await openStage("apart", { RATE_LIMITS: JSON.stringify(settings) });
    // Callers are elsewhere: how long this one waits for a core is not how long another organisation makes it wait.
    const priority = getPriority();
    putLoopAhead();
    try {
      return await measured(stage, quick ? rounds.quick : rounds.full);
    } finally {
      setPriority(priority);
      await stage.stop();
    }
  },
};

async function measured(stage: Stage, count: number): Promise<Figure[]> {
  const [quiet, loud] = await Promise.all(
    ["quiet", "loud"].map(async (word) => keyOf(stage.wire, await signUp(stage, "owner", word), ["monetization:read"])),
  );
  const noise = new Wire(stage.wire.port, mostNoise);
  const read = (): Promise<Heard> => stage.wire.send({ method: "GET", path, headers: quiet?.headers ?? {} });
  const shout = (): Promise<Heard> => noise.send({ method: "GET", path, headers: loud?.headers ?? {} });
  const p95: Record<"beside" | "without", number[]> = { beside: [], without: [] };
  const refused: number[] = [];
  const sent: number[] = [];
  try {
    for (let round = 0; round < warmUp + count; round++) {
      for (const side of round % 2 === 0 ? (["without", "beside"] as const) : (["beside", "without"] as const)) {
        const noisy = side === "beside" ? shouting(shout) : undefined;
        const times = await readsFor(phaseMs, read);
        const heard = (await noisy?.stop()) ?? [];
        if (round < warmUp) continue;
        p95[side].push(percentile(times, 0.95));
        if (!noisy) continue;
        refused.push(heard.filter(({ status }) => status === 429).length / heard.length);
        sent.push(heard.length / (phaseMs / 1_000));
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
      { name: "without them", samples: p95.without },
      { atMost: 1.2 },
    ),
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

/** Sends at a steady rate, whatever comes back, until it is stopped. */
function shouting(shout: () => Promise<Heard>): { stop(): Promise<Heard[]> } {
  const begun = performance.now();
  const calls: Promise<Heard>[] = [];
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / 1_000) * noisePerSecond;
    while (calls.length < due) calls.push(shout());
  }, 5);
  return {
    async stop() {
      clearInterval(timer);
      return Promise.all(calls);
    },
  };
}

/** The value below which the given part of `values` lies. */
function percentile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN;
}
