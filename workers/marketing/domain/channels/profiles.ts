/**
 * What we assume of each channel. None of these are measurements: they are starting points, stated in every plan's
 * assumptions, until the founder's own results replace them.
 */
import type { BusinessType, Channel, Goal } from "../../../../contracts/services/marketing-channels.ts";
import type { places } from "../../../../contracts/services/marketing.ts";

export type Level = "low" | "medium" | "high";
export type Place = (typeof places)[number];
export type Metric = "awareness" | "engagement" | "conversion" | "retention" | "reach" | "cost";

export interface ChannelProfile {
  /** As a sentence names it. */
  name: string;
  typicalFor: readonly BusinessType[];
  recommendedFor: readonly Goal[];
  difficulty: Level;
  timeToResults: Level;
  cost: Level;
  /** Where it meets people. */
  places: readonly Place[];
  /** Spend a month, in dollars, below which a channel teaches nothing: the lowest and the highest figure we hold possible. */
  floor: readonly [low: number, high: number];
  /** Factors on the predecessor's base metrics. */
  strengths: Partial<Record<Metric, number>>;
}

export const channelProfiles: Record<Channel, ChannelProfile> = {
  "content-marketing": {
    name: "Content marketing",
    typicalFor: ["saas", "service", "content-creator", "ecommerce"],
    recommendedFor: ["brand-awareness", "lead-generation", "thought-leadership", "engagement", "audience-growth"],
    difficulty: "medium",
    timeToResults: "high",
    cost: "low",
    places: ["search", "communities"],
    floor: [0, 100],
    strengths: { awareness: 1.2, engagement: 1.2, retention: 1.1 },
  },
  "social-media": {
    name: "Social media",
    typicalFor: ["ecommerce", "content-creator", "local-business", "saas"],
    recommendedFor: ["brand-awareness", "engagement", "audience-growth"],
    difficulty: "low",
    timeToResults: "medium",
    cost: "low",
    places: ["social", "communities"],
    floor: [0, 100],
    strengths: { awareness: 1.2, engagement: 1.3, reach: 1.1 },
  },
  "email-marketing": {
    name: "E-mail",
    typicalFor: ["saas", "ecommerce", "service", "content-creator"],
    recommendedFor: ["retention", "sales", "customer-acquisition", "lead-generation", "monetization"],
    difficulty: "low",
    timeToResults: "low",
    cost: "low",
    places: ["inbox"],
    floor: [0, 50],
    strengths: { conversion: 1.3, retention: 1.3, cost: 1.2 },
  },
  seo: {
    name: "Search engine optimisation",
    typicalFor: ["saas", "ecommerce", "service", "content-creator", "local-business"],
    recommendedFor: ["lead-generation", "customer-acquisition", "audience-growth", "brand-awareness"],
    difficulty: "high",
    timeToResults: "high",
    cost: "medium",
    places: ["search"],
    floor: [0, 300],
    strengths: { reach: 1.2, conversion: 1.1 },
  },
  ppc: {
    name: "Paid search",
    typicalFor: ["saas", "ecommerce", "service", "local-business"],
    recommendedFor: ["customer-acquisition", "sales", "lead-generation"],
    difficulty: "medium",
    timeToResults: "low",
    cost: "high",
    places: ["search"],
    floor: [300, 1500],
    strengths: { reach: 1.2, conversion: 1.2 },
  },
  influencer: {
    name: "Influencers",
    typicalFor: ["ecommerce", "content-creator"],
    recommendedFor: ["brand-awareness", "audience-growth", "sales", "engagement"],
    difficulty: "medium",
    timeToResults: "medium",
    cost: "high",
    places: ["social"],
    floor: [200, 2000],
    strengths: { awareness: 1.3, reach: 1.2 },
  },
  affiliate: {
    name: "Affiliates",
    typicalFor: ["saas", "ecommerce", "content-creator"],
    recommendedFor: ["sales", "customer-acquisition", "monetization"],
    difficulty: "medium",
    timeToResults: "medium",
    cost: "medium",
    places: ["search", "marketplaces"],
    floor: [0, 300],
    strengths: { conversion: 1.2, cost: 1.1 },
  },
  pr: {
    name: "Press",
    typicalFor: ["saas", "service"],
    recommendedFor: ["brand-awareness", "thought-leadership"],
    difficulty: "high",
    timeToResults: "medium",
    cost: "medium",
    places: ["press"],
    floor: [0, 1500],
    strengths: { awareness: 1.3, reach: 1.3 },
  },
  events: {
    name: "Events",
    typicalFor: ["service", "local-business", "saas"],
    recommendedFor: ["lead-generation", "thought-leadership", "engagement"],
    difficulty: "high",
    timeToResults: "medium",
    cost: "high",
    places: ["in-person", "local"],
    floor: [300, 3000],
    strengths: { engagement: 1.3, conversion: 1.1 },
  },
  "direct-mail": {
    name: "Direct mail",
    typicalFor: ["local-business", "ecommerce"],
    recommendedFor: ["sales", "retention", "customer-acquisition"],
    difficulty: "medium",
    timeToResults: "medium",
    cost: "high",
    places: ["local"],
    floor: [300, 1500],
    strengths: { conversion: 1.1, retention: 1.1 },
  },
};
