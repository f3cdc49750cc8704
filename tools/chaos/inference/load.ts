/** Clients that ask without pause and note every answer; none asks twice for the same thing. */
import type { Stage } from "./stage.ts";
import { bodyOf, isRight, someTexts, vectorsOf } from "./texts.ts";

export interface Answered {
  /** Milliseconds from asking to the whole answer. */
  ms: number;
  /** Why it is no answer; absent: it is a right one. */
  failure?: string;
}

/** Texts in turn: many enough that two clients seldom ask for the same at once, which could be answered once for both. */
const textCount = 240;
/** Large ones among small ones: both nodes are computing at any moment, so that whatever happens to one strikes calls under way. */
const textsARequest = [1, 16, 2, 48, 1, 32, 4] as const;
const giveUpAfterMs = 60_000;

export class Load {
  readonly #stage: Stage;
  readonly #texts: readonly string[];
  readonly #expected: readonly Float32Array[];
  readonly #answers: Answered[] = [];
  #asked = 0;
  #over = false;
  #clients: Promise<unknown> = Promise.resolve();

  private constructor(stage: Stage, texts: readonly string[], expected: readonly Float32Array[]) {
    this.#stage = stage;
    this.#texts = texts;
    this.#expected = expected;
  }

  /** Asks once for every text, in calm: what is answered later is compared with that. */
  static async prepare(stage: Stage): Promise<() => Load> {
    const texts = someTexts(textCount);
    const answer = await stage.fetch("/api/v1/embeddings", { body: bodyOf(texts) });
    if (!answer.ok) throw new Error(`The texts were answered ${answer.status}: ${await answer.text()}`);
    const expected = vectorsOf(await answer.json());
    return () => new Load(stage, texts, expected);
  }

  begin(clients: number): this {
    this.#clients = Promise.all(Array.from({ length: clients }, () => this.#client()));
    return this;
  }

  get answered(): number {
    return this.#answers.length;
  }

  /** Lets what is under way be answered and gives everything that was. */
  async end(): Promise<readonly Answered[]> {
    this.#over = true;
    await this.#clients;
    return this.#answers;
  }

  async #client(): Promise<void> {
    while (!this.#over) {
      const number = this.#asked++;
      const length = textsARequest[number % textsARequest.length] ?? 1;
      const which = Array.from({ length }, (_, i) => (number * 7 + i) % textCount);
      const begun = performance.now();
      const failure = await this.#ask(which);
      this.#answers.push({ ms: performance.now() - begun, ...(failure === undefined ? {} : { failure }) });
    }
  }

  async #ask(which: readonly number[]): Promise<string | undefined> {
    const pick = <T>(from: readonly T[]) => which.flatMap((index) => from.slice(index, index + 1));
    try {
      const body = bodyOf(pick(this.#texts));
      const answer = await this.#stage.fetch("/api/v1/embeddings", { body, signal: AbortSignal.timeout(giveUpAfterMs) });
      if (!answer.ok) return `${answer.status} ${(await answer.text()).slice(0, 200)}`;
      return isRight(vectorsOf(await answer.json()), pick(this.#expected)) ? undefined : "wrong vectors";
    } catch (cause) {
      return String(cause);
    }
  }
}
