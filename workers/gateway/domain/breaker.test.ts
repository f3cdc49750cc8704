import { expect, test } from "vitest";
import { ask, closed, failed, failuresToOpen, openMs, succeeded, type Breaker } from "./breaker.ts";

const broken = (now: number): Breaker => Array.from({ length: failuresToOpen }).reduce<Breaker>((breaker) => failed(breaker, now), closed);

test("opens after five failures in a row, and not after four and a success", () => {
  expect(ask(broken(0), 1).allowed).toBe(false);
  let breaker = closed;
  for (let turn = 0; turn < 20; turn++) breaker = turn % failuresToOpen === 4 ? succeeded() : failed(breaker, turn);
  expect(ask(breaker, 20).allowed).toBe(true);
});

test("after the pause lets one through, and the others when that went well", () => {
  const probe = ask(broken(0), openMs);
  expect(probe.allowed).toBe(true);
  expect(ask(probe.breaker, openMs).allowed).toBe(false);
  expect(ask(probe.breaker, 2 * openMs).allowed).toBe(true);
  expect(ask(succeeded(), openMs).allowed).toBe(true);
});

test("pauses again when the one fails", () => {
  const again = failed(ask(broken(0), openMs).breaker, openMs + 10);
  expect(ask(again, 2 * openMs).allowed).toBe(false);
  expect(ask(again, 2 * openMs + 10).allowed).toBe(true);
});
