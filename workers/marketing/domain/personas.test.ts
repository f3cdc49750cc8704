import { expect, test } from "vitest";
import { planRequestSchema } from "../../../contracts/services/marketing.ts";
import { storyOf } from "./content/story.ts";
import { personasOf } from "./personas.ts";

const story = storyOf(
  planRequestSchema.parse({
    commandId: "c",
    niche: {
      id: "n",
      name: "espresso machines",
      themes: ["leaking group", "loud pump", "slow heating", "dull finish"].map((label, index) => ({
        id: `t${index}`,
        label,
        ...(index === 0 && { share: { count: 12, of: 40, low: 0.18, high: 0.46 } }),
        quotes: [{ evidenceId: `e${index}`, text: `Mine has a ${label} since the second week.` }],
      })),
    },
    audience: { description: "home baristas" },
    goals: ["sales"],
    budget: { minor: 0, currency: "USD" },
  }),
);

test("a persona is what somebody wrote, with the evidence for it and no trait that was made up", () => {
  const [first, second] = personasOf(story);
  expect(first).toEqual({
    themeId: "t0",
    name: expect.stringMatching(/^Brings up .*leaking group/),
    says: "Mine has a leaking group since the second week.",
    share: { count: 12, of: 40, low: 0.18, high: 0.46 },
    evidenceIds: ["e0"],
  });
  // Nobody was counted: no share.
  expect(Object.keys(second ?? {})).toEqual(["themeId", "name", "says", "evidenceIds"]);
});

test("the three first subjects become personas, those without words do not", () => {
  expect(personasOf(story).map(({ themeId }) => themeId)).toEqual(["t0", "t1", "t2"]);
  const [first, ...rest] = story.subjects;
  expect(personasOf({ subjects: [{ ...first, quotes: [] }, ...rest], headlines: [] }).map(({ themeId }) => themeId)).toEqual(["t1", "t2"]);
});
