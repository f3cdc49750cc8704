/**
 * A caller who asks for more than its quota, as a process of its own that gives way to everything else: callers are elsewhere, and what this one spends is
 * not taken from the system. Sends at a steady rate from the message `{perSecond}`, whatever comes back; says at "stop" what came back: `{sent, refused}`.
 */
import * as z from "zod";
import { Wire, type Heard } from "../tools/security/wire.ts";

/** Noise that may be on its way at once; more would only measure the queue of this process. */
const most = 64;
const everyMs = 5;
const orderSchema = z.tuple([z.coerce.number(), z.string(), z.string()]);
const wordSchema = z.object({ perSecond: z.number() });
const [port, path, authorization] = orderSchema.parse(process.argv.slice(2));

const wire = new Wire(port, most);
let timer: NodeJS.Timeout | undefined;
let calls: Promise<Heard>[] = [];

process.on("message", (word) => {
  const order = wordSchema.safeParse(word);
  if (order.success) {
    const { perSecond } = order.data;
    const begun = performance.now();
    calls = [];
    timer = setInterval(() => {
      const due = ((performance.now() - begun) / 1_000) * perSecond;
      while (calls.length < due) calls.push(wire.send({ method: "GET", path, headers: { authorization } }));
    }, everyMs);
    return;
  }
  clearInterval(timer);
  void Promise.all(calls).then((heard) =>
    process.send?.({ sent: heard.length, refused: heard.filter(({ status }) => status === 429).length }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
