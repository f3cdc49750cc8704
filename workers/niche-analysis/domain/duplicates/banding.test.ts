import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referenceText } from "../testing/reference.ts";
import { chooseBanding, errorsOf } from "./banding.ts";

const row = z.object({ threshold: z.number(), num_perm: z.int(), b: z.int(), r: z.int(), fp: z.number(), fn: z.number() });
const rows = referenceAbsent ? [] : z.object({ rows: z.array(row) }).parse(JSON.parse(referenceText("text/minhash_lsh_params.json"))).rows;

describe.skipIf(referenceAbsent)("banding, as datasketch chooses it", () => {
  it("is known for eighteen thresholds and sizes", () => expect(rows).toHaveLength(18));

  it.each(rows)(
    "of $num_perm numbers at $threshold is $b bands of $r, with the areas of both errors",
    ({ threshold, num_perm, b, r, fp, fn }) => {
      const banding = { bands: b, rows: r };
      expect(chooseBanding(num_perm, threshold)).toEqual(banding);
      expect(errorsOf(banding, threshold)).toEqual({ inVain: expect.closeTo(fp, 4), missed: expect.closeTo(fn, 4) });
    },
  );
});
