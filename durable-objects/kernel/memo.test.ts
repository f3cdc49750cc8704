import { expect, it } from "vitest";
import { Memo } from "./memo.ts";

function counted() {
  let reads = 0;
  const memo = new Memo(() => ++reads);
  return { memo, reads: () => reads };
}

it("reads once until it is told to forget", () => {
  const { memo, reads } = counted();
  expect([memo.value, memo.value, reads()]).toEqual([1, 1, 1]);
  memo.forget();
  expect([memo.value, memo.value, reads()]).toEqual([2, 2, 2]);
});

it("follows a change of what it holds without reading", () => {
  const { memo, reads } = counted();
  memo.follow((value) => value + 10);
  expect([memo.value, reads()]).toEqual([1, 1]);
  memo.follow((value) => value + 10);
  expect([memo.value, reads()]).toEqual([11, 1]);
});

it("holds undefined like any other value", () => {
  let reads = 0;
  const memo = new Memo(() => void reads++);
  expect([memo.value, memo.value, reads]).toEqual([undefined, undefined, 1]);
});
