import { assert, array, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { ReceiveCredit, SendCredit, windowBytes } from "./credit.ts";

describe("credit", () => {
  it("lets a window go, then waits for a grant", async () => {
    const credit = new SendCredit();
    expect(await credit.take(windowBytes + 1)).toBe(windowBytes);
    let sent: number | undefined;
    const waiting = credit.take(100).then((bytes) => (sent = bytes));
    await Promise.resolve();
    expect(sent).toBeUndefined();
    credit.grant(60);
    await waiting;
    expect(sent).toBe(60);
  });

  it("ends the wait when the body is over", async () => {
    const credit = new SendCredit();
    await credit.take(windowBytes);
    const waiting = credit.take(1);
    credit.close();
    expect(await waiting).toBe(0);
    expect(await credit.take(1)).toBe(0);
  });

  it("never lets more than a window wait at the receiver, and never stands still", async () => {
    await assert(
      property(array(integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 60 }), (pieces) => {
        const receiving = new ReceiveCredit();
        let [sendable, waiting] = [windowBytes, 0];
        for (const piece of pieces) {
          let rest = piece;
          while (rest > 0) {
            const sent = Math.min(rest, sendable);
            if (sent === 0) {
              // The sender is out of credit: taking what waits must bring some.
              sendable += receiving.taken(waiting);
              waiting = 0;
              expect(sendable).toBeGreaterThan(0);
            }
            expect(receiving.arrived(sent)).toBe(true);
            sendable -= sent;
            waiting += sent;
            rest -= sent;
            expect(waiting).toBeLessThanOrEqual(windowBytes);
          }
        }
      }),
      { seed: 1 },
    );
  });

  it("notices who sends more than it may", () => {
    const receiving = new ReceiveCredit();
    expect(receiving.arrived(windowBytes)).toBe(true);
    expect(receiving.arrived(1)).toBe(false);
  });
});
