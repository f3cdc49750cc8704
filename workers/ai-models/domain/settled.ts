/** Answers that nodes gave and the pool has not been told of: it is told with the next question to it, which costs no call of its own. */
import type { CallTo } from "./pool.ts";
import type { Answered } from "./pooled-node.ts";

/** One per isolate. */
export class Settled {
  #answered = new Map<string, Answered>();

  add(call: CallTo): void {
    const key = `${call.id} ${call.epoch} ${call.model}`;
    const { count } = this.#answered.get(key) ?? { count: 0 };
    this.#answered.set(key, { ...call, count: count + 1 });
  }

  /** What is to be reported, as reported from now on. A report that is lost makes a share of failures look larger for some seconds. */
  take(): Answered[] {
    const answered = [...this.#answered.values()];
    this.#answered = new Map();
    return answered;
  }
}
