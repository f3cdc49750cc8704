import { expect, test } from "vitest";
import { money } from "../../../../contracts/money.ts";
import { businessTypes, channels, goals } from "../../../../contracts/services/marketing-channels.ts";
import { effectiveness, predecessorScore } from "./predecessor.ts";
import { channelProfiles } from "./profiles.ts";
import { planChannels, type ChannelQuestion } from "./ranking.ts";

const question: ChannelQuestion = {
  business: "saas",
  goals: ["lead-generation"],
  places: ["search"],
  budget: money(50_000, "USD"),
  method: "fit",
};
const scoreOf = (changes: Partial<ChannelQuestion>, channel: string) =>
  planChannels({ ...question, ...changes }).channels.find((one) => one.channel === channel);

test("the predecessor's formula, worked by hand for e-mail", () => {
  // (0.7×.2 + 1×.3 + 1×.3 + 1×.1 + 1×.1) × mean(.7, .6, .65, .52, .8, .72)
  const expected = 0.94 * ((0.7 + 0.6 + 0.65 + 0.52 + 0.8 + 0.72) / 6);
  const profile = channelProfiles["email-marketing"];
  expect(effectiveness(profile, "saas", ["retention"])).toBeCloseTo(expected, 12);
  expect(predecessorScore(profile, "saas", ["retention"]).priority).toBeCloseTo(expected * 0.3 + 0.7 * 0.2 + 1 * 0.3 + 1 * 0.2, 12);
});

test("as observed of the predecessor, no channel ever reaches high effectiveness (0.7)", () => {
  const all = channels.flatMap((channel) =>
    businessTypes.flatMap((business) => goals.map((goal) => effectiveness(channelProfiles[channel], business, [goal]))),
  );
  expect(Math.max(...all)).toBeLessThan(0.7);
});

test("an unknown audience widens the interval around the same middle and moves no known factor", () => {
  const known = scoreOf({}, "seo");
  const unknown = scoreOf({ places: [] }, "seo");
  expect(unknown?.low).toBeLessThan(known?.low ?? 0);
  expect(unknown?.high).toBeGreaterThanOrEqual(known?.high ?? 1);
  expect(unknown?.factors.goals).toBe(known?.factors.goals);
  expect(unknown?.reason).toContain("nobody has said where the audience is");
});

test("money opens channels: paid search is worth nothing for nothing and leads to customers for enough", () => {
  expect(scoreOf({ budget: money(0, "USD") }, "ppc")).toMatchObject({ score: 0, low: 0, high: 0 });
  const small = scoreOf({ budget: money(20_000, "USD") }, "ppc")?.score ?? 0;
  const large = scoreOf({ budget: money(200_000, "USD") }, "ppc")?.score ?? 0;
  expect(large / small).toBeCloseTo(900 / 200, 10);
});

test("where people are changes the order", () => {
  const engaging = { ...question, goals: ["engagement" as const] };
  expect(planChannels({ ...engaging, places: ["social"] }).channels[0]?.channel).toBe("social-media");
  expect(planChannels({ ...engaging, places: ["search"] }).channels[0]?.channel).toBe("content-marketing");
});

test("every score lies in its interval and in 0 to 1, for both methods", () => {
  for (const method of ["fit", "fixed-shares"] as const) {
    for (const { low, score, high } of planChannels({ ...question, places: [], method }).channels) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(score).toBeGreaterThanOrEqual(low);
      expect(high).toBeGreaterThanOrEqual(score);
      expect(high).toBeLessThanOrEqual(1);
    }
  }
});

test("yen buy the same channels as dollars of the same worth", () => {
  const yen = planChannels({ ...question, budget: money(75_000, "JPY") });
  const dollars = planChannels(question);
  expect(yen.channels.map(({ score }) => score)).toEqual(dollars.channels.map(({ score }) => score));
  expect(yen.budget.map(({ channel }) => channel)).toEqual(dollars.budget.map(({ channel }) => channel));
});

test("each score is explained in words: the business, the goals, the places and the money", () => {
  expect(scoreOf({ budget: money(45_000, "USD") }, "ppc")?.reason).toBe(
    "Paid search: usual for software subscriptions; serves lead generation; meets them in search; the budget covers about 50 % of what it takes to learn anything.",
  );
  const elsewhere = {
    business: "local-business",
    goals: ["retention", "engagement"],
    places: ["inbox"],
    budget: money(1_000_000, "USD"),
  } as const;
  expect(scoreOf(elsewhere, "ppc")?.reason).toBe(
    "Paid search: usual for local business; serves none of the goals directly; works in search, where they are not known to be; the budget covers what it takes.",
  );
  expect(scoreOf({ business: "content-creator" }, "ppc")?.reason).toContain("unusual for content creator;");
});
