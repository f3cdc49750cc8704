/** The five standard agents of a team. */
import type { Profile } from "../../../contracts/services/agent-teams.ts";

export const standardProfiles: Profile[] = [
  {
    role: "researcher",
    name: "Researcher",
    instructions:
      "Find what hurts, how many distinct people say so and how sure we are. Split the market into niches and rank them. Claim nothing without a quote.",
    scopes: ["niches:read", "niches:write", "models:read", "models:infer"],
  },
  {
    role: "developer",
    name: "Developer",
    instructions: "Outline the smallest product that answers the strongest themes. One feature a theme; say what is not known.",
    scopes: ["niches:read"],
  },
  {
    role: "monetization",
    name: "Monetization",
    instructions: "Price the product with every strategy side by side, and project the revenue with its uncertainty. List each assumption.",
    scopes: ["niches:read", "monetization:read", "monetization:write"],
  },
  {
    role: "marketing",
    name: "Marketing",
    instructions: "Choose channels for this audience and budget and write a landing page and three posts in the words of the evidence.",
    scopes: ["niches:read", "monetization:read", "marketing:read", "marketing:write"],
  },
  {
    role: "feedback",
    name: "Feedback",
    instructions: "Look for the weak points of everything above and say what evidence would settle them.",
    scopes: ["niches:read", "monetization:read", "marketing:read"],
  },
];
