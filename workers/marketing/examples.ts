/** Requests that work as they stand: what the API description shows and the tests send. */
import type { ExperimentRequest, PlanRequest, TextRequest } from "../../contracts/services/marketing.ts";

export const plan: Omit<PlanRequest, "commandId"> = {
  niche: {
    id: "nch_01kb0000000000000000000000",
    name: "meal planning for two",
    themes: [
      {
        id: "thm_portions",
        label: "portions for two",
        keywords: ["meal planning for two", "portions"],
        need: "feature-request",
        share: { count: 40, of: 100, unit: "authors" },
        complaint: { count: 31, of: 52 },
        quotes: [
          { evidenceId: "evd_1", text: "Every recipe feeds four and I cook for two." },
          { evidenceId: "evd_2", text: "I never know what to do with the other half of a cabbage." },
        ],
      },
      {
        id: "thm_shopping",
        label: "shopping list",
        need: "workaround",
        share: { count: 23, of: 100, unit: "authors" },
        quotes: [{ evidenceId: "evd_3", text: "I copy the ingredients into a spreadsheet every single week." }],
      },
    ],
  },
  audience: { description: "people who cook for two", places: ["communities", "search"] },
  goals: ["audience-growth", "lead-generation"],
  businessType: "saas",
  budget: { minor: 30_000, currency: "EUR" },
  productName: "Halfpan",
  price: { id: "prc_01kb0000000000000000000000", amount: { minor: 900, currency: "EUR" }, period: "month" },
};

export const text: TextRequest = { text: "Anna and her family love doing puzzles. Anna is best at little puzzles." };

export const experiment: ExperimentRequest = {
  variants: [
    { name: "A", impressions: 100, clicks: 10, conversions: 2 },
    { name: "B", impressions: 100, clicks: 20, conversions: 6 },
  ],
};
