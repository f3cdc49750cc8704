import { describe, expect, it } from "vitest";
import { businessTypes, channels, goals } from "../../../../contracts/services/marketing-channels.ts";
import { places } from "../../../../contracts/services/marketing.ts";
import { channelProfiles } from "./profiles.ts";

const profiles = channels.map((channel) => channelProfiles[channel]);

describe("the profiles of the channels", () => {
  it("take the least useful spend of a month, in dollars, to lie here until somebody has measured it", () => {
    expect(Object.fromEntries(channels.map((channel) => [channel, channelProfiles[channel].floor]))).toEqual({
      // What one does oneself can cost nothing.
      "content-marketing": [0, 100],
      "social-media": [0, 100],
      "email-marketing": [0, 50],
      seo: [0, 300],
      affiliate: [0, 300],
      pr: [0, 1_500],
      // What is bought costs something.
      influencer: [200, 2_000],
      ppc: [300, 1_500],
      "direct-mail": [300, 1_500],
      events: [300, 3_000],
    });
  });

  it("strengthen a metric by a tenth to three tenths, as the predecessor's multipliers do", () => {
    for (const { name, strengths } of profiles) {
      const factors = Object.values(strengths);
      expect([name, factors.filter((factor) => factor < 1.1 || factor > 1.3)]).toEqual([name, []]);
      expect(factors.length).toBeGreaterThan(1);
    }
  });

  it("leave no business, goal or place without a channel", () => {
    expect(businessTypes.filter((business) => !profiles.some(({ typicalFor }) => typicalFor.includes(business)))).toEqual([]);
    expect(goals.filter((goal) => !profiles.some(({ recommendedFor }) => recommendedFor.includes(goal)))).toEqual([]);
    expect(places.filter((place) => !profiles.some((profile) => profile.places.includes(place)))).toEqual([]);
  });
});
