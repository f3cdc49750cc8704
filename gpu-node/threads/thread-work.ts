/** The inside of a thread: opens its work once, then answers questions one after the other. */
import { parentPort, workerData, type Transferable } from "node:worker_threads";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { FromThread, ToThread } from "./thread-protocol.ts";

export interface ThreadWork<Question, Answer> {
  answer(question: Question): Promise<Result<Answer>>;
  /** Buffers of an answer that move to the asker instead of being copied. */
  transfers(answer: Answer): Transferable[];
  close(): Promise<void>;
}

/** Runs `open` with the settings the starter gave, reports ready, and serves until told to close. A throw of `answer` is an `internal` fault. */
export async function serveThread<Settings, Question, Answer>(
  open: (settings: Settings) => Promise<ThreadWork<Question, Answer>>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("this file runs as a worker thread");
  const say = (message: FromThread<Answer>, transfers: Transferable[] = []) => port.postMessage(message, transfers);
  const opened = await attempt(() => open(workerData));
  if (!opened.ok) {
    say({ kind: "broken", reason: opened.error.detail });
    port.close();
    return;
  }
  const work = opened.value;
  // Questions form a chain: a thread does one thing at a time, in the order asked.
  let chain = Promise.resolve();
  port.on("message", (message: ToThread<Question>) => {
    chain = chain.then(async () => {
      if (message.kind === "close") {
        await work.close();
        port.close();
        return;
      }
      const given = await attempt(() => work.answer(message.question));
      const result = given.ok ? given.value : given;
      if (result.ok) say({ kind: "answer", id: message.id, answer: result.value }, work.transfers(result.value));
      else say({ kind: "fault", id: message.id, fault: result.error });
    });
  });
  say({ kind: "ready" });
}

/** What `run` gives; a throw is an `internal` fault. */
export async function attempt<Value>(run: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return ok(await run());
  } catch (cause) {
    return err("internal", cause instanceof Error ? cause.message : String(cause));
  }
}
