/** What the event loop and its threads say to each other. */
import type { Fault } from "../../contracts/result.ts";

export type ToThread<Question> = { kind: "ask"; id: number; question: Question } | { kind: "close" };

export type FromThread<Answer> =
  /** The thread loaded what it needs and takes questions. */
  | { kind: "ready" }
  /** It cannot load: it ends after saying so. */
  | { kind: "broken"; reason: string }
  | { kind: "answer"; id: number; answer: Answer }
  | { kind: "fault"; id: number; fault: Fault };
