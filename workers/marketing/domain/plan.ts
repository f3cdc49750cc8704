/** A marketing plan from a niche's evidence. Pure: the same request, id and time give the same plan to the last byte. */
import type { Content, MarketingPlan, ParsedPlanRequest } from "../../../contracts/services/marketing.ts";
import { assumptionsOf } from "./assumptions.ts";
import { planChannels } from "./channels/ranking.ts";
import { buildNote } from "./content/build-note.ts";
import { communityQuestion } from "./content/community-question.ts";
import { finish } from "./content/finish.ts";
import { landingPage } from "./content/landing-page.ts";
import { storyOf } from "./content/story.ts";
import { whatPeopleSay } from "./content/what-people-say.ts";
import { headlineTest } from "./headline-test.ts";
import { personasOf } from "./personas.ts";

export interface PlanContext {
  id: string;
  /** Epoch milliseconds. */
  now: number;
  /** Id of the principal. */
  createdBy: string;
}

export function createPlan(request: ParsedPlanRequest, { id, now, createdBy }: PlanContext): MarketingPlan {
  const { niche, businessType, goals, method, budget, audience } = request;
  const story = storyOf(request);
  const drafts = [landingPage(story, story.headlines[0]), communityQuestion(story), whatPeopleSay(story), buildNote(story)];
  const test = headlineTest(story, request.experiment);
  return {
    id,
    niche: { id: niche.id, name: story.name },
    productName: story.product,
    businessType,
    goals,
    method,
    ...planChannels({ business: businessType, goals, places: audience.places, budget, method }),
    personas: personasOf(story),
    content: drafts.reduce<Content[]>((done, draft) => [...done, finish(draft, story, new Set(done.map(({ slug }) => slug)))], []),
    ...(test ? { headlineTest: test } : {}),
    assumptions: assumptionsOf(request, test),
    createdAt: new Date(now).toISOString(),
    createdBy,
  };
}

/** True when nothing in any text still needs proof. */
export function isPublishable({ content }: Pick<MarketingPlan, "content">): boolean {
  return content.every(({ publishable }) => publishable);
}
