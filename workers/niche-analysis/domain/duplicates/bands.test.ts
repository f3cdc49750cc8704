import { expect, it } from "vitest";
import { Bands } from "./bands.ts";

const set = (...members: number[]) => Uint32Array.from(members);
/** One number a band: sets share a band nearly always when most of their members are the same. */
const banding = { bands: 128, rows: 1 };

function linked(...sets: Uint32Array[]): Bands {
  const bands = new Bands(banding, sets.length);
  sets.forEach((one, place) => bands.add(place, one));
  bands.link();
  return bands;
}

it("proposes those before that share a band, nearest and farthest, and none that share nothing", () => {
  const bands = linked(set(1, 2, 3), set(100, 200, 300), set(1, 2, 4), set(1, 2, 5));
  expect(bands.before(0)).toEqual([]);
  expect(bands.before(1)).toEqual([]);
  expect(bands.before(3)).toEqual([0, 2]);
});

it("does not propose what has left, and goes on to what stands before it", () => {
  const bands = linked(set(1, 2, 3), set(1, 2, 4), set(1, 2, 5), set(1, 2, 6));
  bands.leave(1);
  bands.leave(2);
  expect(bands.before(3)).toEqual([0]);
  expect(bands.before(3)).toEqual([0]);
});

it("leaves empty sets out", () => expect(linked(set(), set(), set(1)).before(1)).toEqual([]));
