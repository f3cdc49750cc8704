import { describe, expect, it } from "vitest";
import { airPassengers } from "../../testing/series.ts";
import { loess } from "./loess.ts";
import { stl, strengths } from "./stl.ts";

describe("the logarithms of the airline's passengers, taken apart as R 4.2's stl(s.window = \"periodic\") does", () => {
  const logs = airPassengers.map((value) => Math.log(value));
  const parts = stl(logs, 12);

  it("have R's season", () => {
    const expected = [
      -0.09164042414652, -0.1140282839203, 0.01586585104478, -0.01402758997382, -0.01502478499617, 0.1097897575374, 0.2164004101823,
      0.2096058658669, 0.0674715620828, -0.07024835878346, -0.213527739593, -0.100636250654,
    ];
    expect(parts?.season.slice(0, 12)).toEqual(expected.map((value) => expect.closeTo(value, 10)));
    expect(parts?.season.slice(132)).toEqual(parts?.season.slice(0, 12));
  });

  it("have R's trend at both ends", () => {
    const first = [4.829388653953, 4.830368139896, 4.83134762584, 4.833376743224, 4.835405860609, 4.838166446506];
    const last = [6.187593824442, 6.196307492002, 6.204752356426];
    expect(parts?.trend.slice(0, 6)).toEqual(first.map((value) => expect.closeTo(value, 10)));
    expect(parts?.trend.slice(-3)).toEqual(last.map((value) => expect.closeTo(value, 10)));
  });

  it("are nearly all trend and season: strengths 0.994 and 0.937", () => {
    const strength = parts && strengths(parts);
    expect(strength?.trend).toBeCloseTo(0.9940067846988, 10);
    expect(strength?.season).toBeCloseTo(0.9367524406865, 10);
  });

  it("add up to what was given", () => {
    logs.forEach((value, i) =>
      expect((parts?.trend[i] ?? 0) + (parts?.season[i] ?? 0) + (parts?.remainder[i] ?? 0)).toBeCloseTo(value, 12),
    );
  });
});

it("noise has hardly any trend or season", () => {
  // Multiples of an irrational number: spread evenly, without a period of twelve.
  const noise = Array.from({ length: 96 }, (_, i) => (i * 0.6180339887 * 7.3) % 1);
  const parts = stl(noise, 12);
  const strength = parts && strengths(parts);
  expect(strength?.trend).toBeLessThan(0.3);
  expect(strength?.season).toBeLessThan(0.4);
});

it("less than two cycles cannot be taken apart", () => {
  expect(stl(airPassengers.slice(0, 23), 12)).toBeUndefined();
  expect(stl(airPassengers.slice(0, 24), 12)?.trend).toHaveLength(24);
});

describe("loess", () => {
  it("keeps a straight line, jumps or not, with more neighbours than there are", () => {
    const line = Array.from({ length: 15 }, (_, i) => 3 + 2 * i);
    for (const options of [{ span: 5 }, { span: 5, jump: 4 }, { span: 31 }] as const)
      expect(loess(line, { degree: 1, ...options })).toEqual(line.map((value) => expect.closeTo(value, 9)));
  });

  it("takes a wild value down to its neighbours' level where it is one of many", () => {
    const spike = Array.from({ length: 21 }, (_, i) => (i === 10 ? 22 : 1));
    const smooth = loess(spike, { span: 9, degree: 0 });
    expect(smooth[10]).toBeLessThan(8);
    expect(smooth[0]).toBe(1);
  });
});
