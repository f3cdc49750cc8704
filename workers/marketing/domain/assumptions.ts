/** What a plan takes for granted, in words that can be disagreed with. */
import type { Assumption, MarketingPlan, ParsedPlanRequest } from "../../../contracts/services/marketing.ts";
import { defaultExperiment } from "./headline-test.ts";

export function assumptionsOf(request: ParsedPlanRequest, test: MarketingPlan["headlineTest"]): Assumption[] {
  const { audience, method, budget, niche } = request;
  const stated = "stated in the request";
  const ours = "assumed here; send another value to change it";
  return [
    { id: "voices", statement: "The people who wrote the evidence stand for the audience.", source: "cannot be checked from the evidence" },
    {
      id: "channel-profiles",
      statement: "Each channel is as hard, as slow, as dear and as suitable as its profile says; none of that was measured for this niche.",
      source: "docs/reference/marketing.md",
    },
    audience.places.length > 0
      ? { id: "audience-places", statement: `The audience is met in ${audience.places.join(", ")}.`, source: stated }
      : {
          id: "audience-places",
          statement: "Where the audience is met is not known: every channel's interval covers all cases.",
          source: "audience.places left empty",
        },
    ...(method === "fixed-shares"
      ? [
          {
            id: "fixed-shares",
            statement: "Every audience fits every channel equally (0.7), and the budget is split by fixed shares.",
            source: "method fixed-shares",
          },
        ]
      : []),
    ...(budget.currency === "USD" || method === "fixed-shares"
      ? []
      : [
          {
            id: "floors",
            statement: `The least useful spend of a channel, known in dollars, is taken over into ${budget.currency} without an exchange rate.`,
            source: ours,
          },
        ]),
    ...(niche.themes.some(({ share }) => share && share.low === undefined)
      ? [
          {
            id: "independence",
            statement: "Those counted in a share wrote independently of each other (95 % Wilson interval).",
            source: "shares given without an interval",
          },
        ]
      : []),
    ...(test
      ? [
          {
            id: "headline-test",
            statement: `${inPercent(test.baseline)} of visitors act today, and a change of ${inPercent(test.minimumEffect)} is worth noticing.`,
            source: request.experiment
              ? stated
              : `${ours} (${inPercent(defaultExperiment.baseline)} and ${inPercent(defaultExperiment.minimumEffect)})`,
          },
        ]
      : []),
  ];
}

function inPercent(value: number): string {
  return `${Number((100 * value).toFixed(2))} %`;
}
