import { describe, expect, it } from "vitest";
import { refusalsOf } from "./answers.ts";
import { acceptedOf, Ledger, repeatsOf } from "./ledger.ts";

const request = (id: string, endpoint = 0) => ({ endpoint, id, body: "{}", genuine: true });

describe("the receiver's book", () => {
  it("refuses each new id as the seed wants, then accepts it, and accepts every repetition", () => {
    const ledger = new Ledger(3);
    const next = refusalsOf(3, 0);
    for (let nth = 0; nth < 200; nth++) {
      const planned = next();
      const answers = Array.from({ length: planned.length + 2 }, () => ledger.take(request(`e:${nth}`)));
      expect(answers).toEqual([...planned, "accepted", "accepted"]);
    }
  });

  it("keeps endpoints apart", () => {
    const ledger = new Ledger(3);
    const both = Array.from({ length: 100 }, (_, nth) => [ledger.take(request(`e:${nth}`)), ledger.take(request(`e:${nth}`, 1))]);
    const alone = [0, 1].map((endpoint) => {
      const next = refusalsOf(3, endpoint);
      return Array.from({ length: 100 }, () => next()[0] ?? "accepted");
    });
    expect(both).toEqual(Array.from({ length: 100 }, (_, nth) => [alone[0]?.[nth], alone[1]?.[nth]]));
  });
});

describe("what counts in it", () => {
  const arrivals = (["error", "accepted", "accepted", "accepted"] as const).map((answer, at) => ({
    ...request(at === 3 ? "b" : "a"),
    body: String(at),
    answer,
  }));

  it("is the first acceptance of each id", () => {
    expect(acceptedOf(arrivals).map(({ body }) => body)).toEqual(["1", "3"]);
  });

  it("is a repetition only after an acceptance", () => {
    expect(repeatsOf(arrivals).map(({ body }) => body)).toEqual(["2"]);
  });

  it("is counted for each endpoint by itself", () => {
    const twice = arrivals.flatMap((arrival) => [arrival, { ...arrival, endpoint: 1 }]);
    expect(acceptedOf(twice)).toHaveLength(4);
    expect(repeatsOf(twice)).toHaveLength(2);
  });
});
