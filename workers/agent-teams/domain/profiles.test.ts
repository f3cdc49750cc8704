import { describe, expect, it } from "vitest";
import { agentRoles, profileSchema } from "../../../contracts/services/agent-teams.ts";
import { standardProfiles } from "./profiles.ts";

describe("the standard profiles", () => {
  it("are one for each role, as a team needs them", () => {
    expect(standardProfiles.map(({ role }) => role)).toEqual([...agentRoles]);
    for (const profile of standardProfiles) expect(profileSchema.safeParse(profile).success).toBe(true);
  });

  it("may change only what their own step makes, and none may approve or administer", () => {
    const changing = standardProfiles.map(({ role, scopes }) => [role, scopes.filter((scope) => !scope.endsWith(":read"))]);
    expect(Object.fromEntries(changing)).toEqual({
      researcher: ["niches:write", "models:infer"],
      developer: [],
      monetization: ["monetization:write"],
      marketing: ["marketing:write"],
      feedback: [],
    });
  });

  it("may read what their step is made of", () => {
    const reading = standardProfiles.map(({ role, scopes }) => [role, scopes.filter((scope) => scope.endsWith(":read"))]);
    expect(Object.fromEntries(reading)).toEqual({
      researcher: ["niches:read", "models:read"],
      developer: ["niches:read"],
      monetization: ["niches:read", "monetization:read"],
      marketing: ["niches:read", "monetization:read", "marketing:read"],
      feedback: ["niches:read", "monetization:read", "marketing:read"],
    });
  });
});
