import { expect, test } from "vitest";
import { hashingPlaces, HashingRoom, type Hashing } from "./hashing.ts";

/** How many of `hashing` get in before one is refused. */
function room(places: HashingRoom, hashing: (index: number) => Hashing): number {
  for (let entered = 0; entered < 1_000; entered++) if (places.enter(hashing(entered))) return entered;
  return Infinity;
}
const from = (address: string, stranger = true): Hashing => ({ stranger, address });

test("one address has half of the places of strangers, and all of them together leave those of people who are signed in", () => {
  const places = new HashingRoom();
  expect(room(places, () => from("198.51.100.1"))).toBe(hashingPlaces.strangersOfOneAddress);
  expect(room(places, (index) => from(`203.0.113.${index}`))).toBe(hashingPlaces.strangers - hashingPlaces.strangersOfOneAddress);
  expect(room(places, () => from("198.51.100.1", false))).toBe(hashingPlaces.signedIn);
});

test("a place is free again when its request was answered, and says when to come again until then", () => {
  const places = new HashingRoom();
  room(places, () => from("198.51.100.1"));
  expect(places.enter(from("198.51.100.1"))).toMatchObject({ error: { code: "overloaded", retryAfter: 2 } });
  places.leave(from("198.51.100.1"));
  expect(places.enter(from("198.51.100.1"))).toBeUndefined();
  for (let index = 0; index < hashingPlaces.strangersOfOneAddress; index++) places.leave(from("198.51.100.1"));
  expect(room(places, () => from("198.51.100.1"))).toBe(hashingPlaces.strangersOfOneAddress);
});
