/** Requests that no client should send: each is refused with a word on what is wrong, and costs no memory. */
import * as z from "zod";
import type { Figure } from "../../../../bench/figures.ts";
import { residentBytes } from "../../../system/processes.ts";
import { model } from "../texts.ts";
import type { Parts } from "./case.ts";

const refusalSchema = z.object({ error: z.object({ message: z.string().min(10), code: z.string() }) });

interface Wrong {
  name: string;
  body: string | Uint8Array<ArrayBuffer>;
  status: number;
}

const text = (input: unknown) => JSON.stringify({ model, input });

/** Made when they are sent: some are large. */
const wrong: readonly (() => Wrong)[] = [
  () => ({ name: "a body over 8 MiB", body: text("x".repeat(8 * 2 ** 20)), status: 413 }),
  () => ({ name: "100,000 texts", body: text(Array.from({ length: 100_000 }, () => "a text")), status: 400 }),
  () => ({ name: "an empty body", body: new Uint8Array(0), status: 400 }),
  () => ({ name: "an empty text", body: text(""), status: 400 }),
  () => ({ name: "an empty text among others", body: text(["a", "", "b"]), status: 400 }),
  () => ({ name: "no text", body: text([]), status: 400 }),
  () => ({
    name: "invalid UTF-8",
    body: new Uint8Array([...new TextEncoder().encode(text("a")).slice(0, -2), 0xff, 0x22, 0x7d]),
    status: 400,
  }),
  () => ({ name: "no JSON", body: "{", status: 400 }),
];

const mebibyte = 2 ** 20;
/** Of edge and node together, between the second third of the rounds and the last. */
const growthBar = 96;

/**
 * `rounds`: how often all of them are sent. The first third fills what allocators keep; of each other third the least counts, since what
 * waits for the garbage collector is no growth.
 */
export async function inputs({ stage, say }: Parts, rounds: number): Promise<Figure[]> {
  // The other node may just be coming up.
  const resident = () => residentBytes(stage.edge.pid) + residentBytes(stage.node("local").pid);
  let [sent, clear] = [0, 0];
  const third = Math.floor(rounds / 3);
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const make of wrong) {
      const { name, body, status } = make();
      const answer = await stage.fetch("/api/v1/embeddings", { body });
      const refusal = refusalSchema.safeParse(await answer.json().catch(() => undefined));
      sent++;
      if (answer.status === status && refusal.success) clear++;
      else say(`${name} was answered ${answer.status}, not ${status} with a message`);
    }
    sizes.push(resident());
  }
  const grown = (Math.min(...sizes.slice(-third)) - Math.min(...sizes.slice(third, -third))) / mebibyte;
  return [
    { name: `wrong inputs: without a clear refusal, of ${sent}`, value: sent - clear, unit: "", bar: { atMost: 0 } },
    { name: `wrong inputs: memory grew towards the last ${third} rounds by`, value: grown, unit: "MiB", bar: { atMost: growthBar } },
  ];
}
