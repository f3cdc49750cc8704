import { describe, expect, it } from "vitest";
import { coherences } from "./coherence.ts";

const measured = (texts: readonly string[], labels: readonly (readonly string[])[]) =>
  coherences(texts, labels, { seed: 1, pause: async () => {} });
const repeated = (times: number, text: string) => Array.from({ length: times }, () => text);

describe("the coherence of a label", () => {
  /** Of 20 texts: 6 have "battery", 5 "charger", 4 of them both; 8 "sound", 2 of these "battery". */
  const texts = [
    ...repeated(2, "battery charger sound"),
    ...repeated(2, "battery, and a charger"),
    ...repeated(2, "battery"),
    "charger",
    ...repeated(6, "sound"),
    ...repeated(7, "nothing else"),
  ];

  it("is the mean NPMI of the pairs of its terms, as computed by hand", async () => {
    const [pair, three] = await measured(texts, [
      ["battery", "charger"],
      ["battery", "charger", "sound"],
    ]);
    // log(.2 / (.3 · .25)) / −log(.2) = .980829 / 1.609438
    expect(pair).toMatchObject({ value: expect.closeTo(0.609424, 5), n: 20, pairs: 1 });
    // battery and sound: log(.1 / (.3 · .4)) / −log(.1) = −.182322 / 2.302585; charger and sound: log(.1 / (.25 · .4)) = 0.
    expect(three).toMatchObject({ value: expect.closeTo((0.609424 - 0.079181 + 0) / 3, 5), pairs: 3 });
  });

  it("is 1 of terms that always stand together, −1 of terms that never do, and absent of one term", async () => {
    const [always, never, one] = await measured(
      [...repeated(5, "hot sauce"), ...repeated(5, "cold plate")],
      [["hot", "sauce"], ["hot", "plate"], ["hot"]],
    );
    expect([always?.value, never?.value, one]).toEqual([expect.closeTo(1, 12), -1, undefined]);
    const [same] = await measured(repeated(4, "hot sauce"), [["hot", "sauce"]]);
    expect(same?.value).toBe(1);
  });

  it("finds pairs of words and plurals as labels count them", async () => {
    const [found] = await measured(
      [...repeated(3, "The batteries die; sound quality is bad"), ...repeated(3, "The box")],
      [["battery", "sound quality"]],
    );
    expect(found?.value).toBeCloseTo(1, 12);
  });

  it("has an interval that more texts narrow, the same for the same seed", async () => {
    const width = async (times: number) => {
      const many = Array.from({ length: times }, () => texts).flat();
      const [found] = await measured(many, [["battery", "charger"]]);
      expect(found?.low).toBeLessThan(found?.value ?? 0);
      expect(await measured(many, [["battery", "charger"]])).toEqual([found]);
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    const [few, many] = [await width(4), await width(100)];
    // Standard errors fall with the root of n.
    expect(few / many).toBeGreaterThan(3.5);
    expect(few / many).toBeLessThan(7);
  });
});
