/** The Agent Teams service: teams, and runs of their playbook by AgentTeam actors. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import type * as z from "zod";
import { actorName, type CommandEnvelope } from "../../contracts/actor.ts";
import { envelope } from "../../contracts/events/index.ts";
import { isId, newId } from "../../contracts/ids.ts";
import { pageQuerySchema, type Page } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  decisionInputSchema,
  forkRunSchema,
  runInputSchema,
  runListSchema,
  teamInputSchema,
  type AgentTeamsService,
  type DecisionInput,
  type Run,
  type RunCommandInput,
  type RunInput,
  type RunSummary,
  type Team,
  type TeamInput,
} from "../../contracts/services/agent-teams.ts";
import type { AgentTeam } from "../../durable-objects/agent-team/actor.ts";
import type { AgentTeamEnv } from "../../durable-objects/agent-team/env.ts";
import type { RunCommand } from "../../durable-objects/agent-team/events.ts";
import { runOnce } from "../kit/commands.ts";
import { drainOutbox } from "../kit/outbox.ts";
import { noted } from "../kit/replays.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { standardProfiles } from "./domain/profiles.ts";
import { directory, runsProjection } from "./projections.ts";
import { routes } from "./routes.ts";
import { findTeam, insertTeam, listRuns, listTeams } from "./store.ts";

export { AgentTeam } from "../../durable-objects/agent-team/actor.ts";
export { default } from "../kit/not-found.ts";

export interface AgentTeamsEnv extends AgentTeamEnv {
  AGENT_TEAMS_DB: D1Database;
  AGENT_TEAM: DurableObjectNamespace<AgentTeam>;
}

export class AgentTeams
  extends serviceEntrypoint<AgentTeamsEnv>({
    description: {
      service: "agent-teams",
      dependencies: ["niche-analysis", "monetization", "marketing", "ai-models", "auth"],
    },
    database: (env) => env.AGENT_TEAMS_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    projections: [runsProjection, ...directory],
    actors: { "agent-team": (env) => env.AGENT_TEAM },
  })
  implements AgentTeamsService
{
  async createTeam(principal: Principal, input: { commandId: string } & TeamInput): Promise<Result<Team>> {
    const allowed = authorize(principal, "teams:write");
    if (!allowed.ok) return allowed;
    const { commandId, ...rest } = input;
    const parsed = parse(teamInputSchema, rest);
    if (!parsed.ok) return parsed;
    const call = { db: this.#db, principal, commandId, method: "createTeam", input: parsed.value, now: Date.now() };
    const created = await runOnce<Team>(call, () => {
      const { name, profiles = standardProfiles, approvals } = teamInputSchema.parse(rest);
      const team: Team = { id: newId("team"), name, profiles, approvals, createdAt: new Date(call.now).toISOString() };
      const subject = `team/${principal.organisation}/${team.id}`;
      const event = envelope({
        source: "/agent-teams",
        type: "team.created",
        dataversion: 1,
        subject,
        sequence: 1,
        organisation: principal.organisation,
        time: call.now,
        causationid: commandId,
        data: team,
      });
      return ok({ value: team, statements: [insertTeam(this.#db, principal.organisation, team)], events: [event] });
    });
    this.ctx.waitUntil(drainOutbox(this.#db, this.env.EVENTS, Date.now()));
    return created;
  }

  async team(principal: Principal, id: string): Promise<Result<Team>> {
    const allowed = authorize(principal, "teams:read");
    if (!allowed.ok) return allowed;
    const team = await findTeam(this.#db, principal.organisation, id);
    return team ? ok(team) : err("not_found", `There is no team ${id}.`);
  }

  async teams(principal: Principal, page: z.input<typeof pageQuerySchema>): Promise<Result<Page<Team>>> {
    const allowed = authorize(principal, "teams:read");
    if (!allowed.ok) return allowed;
    const query = parse(pageQuerySchema, page);
    return query.ok ? listTeams(this.#db, principal.organisation, query.value) : query;
  }

  async startRun(principal: Principal, input: { commandId: string } & RunInput): Promise<Result<Run>> {
    const allowed = authorize(principal, "teams:write");
    if (!allowed.ok) return allowed;
    const { commandId, ...rest } = input;
    const parsed = parse(runInputSchema, rest);
    if (!parsed.ok) return parsed;
    const { teamId, nicheId, assumptions, seed } = parsed.value;
    const team = await this.team(principal, teamId);
    if (!team.ok) return team;
    const niche = await this.env.NICHE_ANALYSIS.niche(principal, nicheId);
    if (!niche.ok) return niche;
    if (niche.value.evidenceCount === 0) return err("conflict", `"${niche.value.name}" has no evidence yet. Import some first.`);
    const call = { db: this.#db, principal, commandId, method: "startRun", input: parsed.value, now: Date.now() };
    // The id is recorded before the actor is told: a crash in between starts the same run on the next delivery.
    const reserved = await runOnce<{ runId: string }>(call, () => ok({ value: { runId: newId("run") }, statements: [], events: [] }));
    if (!reserved.ok) return reserved;
    const { runId } = reserved.value;
    return this.#command(
      principal,
      { runId, commandId },
      {
        type: "start",
        runId,
        nicheId,
        team: team.value,
        assumptions,
        stated: Object.keys(input.assumptions ?? {}),
        seed,
      },
    );
  }

  async run(principal: Principal, id: string): Promise<Result<Run>> {
    const allowed = authorize(principal, "teams:read");
    if (!allowed.ok) return allowed;
    if (!isId("run", id)) return err("not_found", `There is no run ${id}.`);
    return this.#actor(principal, id).run(principal);
  }

  async runs(principal: Principal, list: z.input<typeof runListSchema>): Promise<Result<Page<RunSummary>>> {
    const allowed = authorize(principal, "teams:read");
    if (!allowed.ok) return allowed;
    const query = parse(runListSchema, list);
    return query.ok ? listRuns(this.#db, principal.organisation, query.value) : query;
  }

  async decide(principal: Principal, input: RunCommandInput & DecisionInput): Promise<Result<Run>> {
    const allowed = authorize(principal, "runs:approve");
    if (!allowed.ok) return allowed;
    const parsed = parse(decisionInputSchema, input);
    if (!parsed.ok) return parsed;
    return this.#command(principal, input, { type: "decide", ...parsed.value });
  }

  async resume(principal: Principal, input: RunCommandInput): Promise<Result<Run>> {
    const allowed = authorize(principal, "teams:write");
    return allowed.ok ? this.#command(principal, input, { type: "resume" }) : allowed;
  }

  async cancel(principal: Principal, input: RunCommandInput): Promise<Result<Run>> {
    const allowed = authorize(principal, "teams:write");
    return allowed.ok ? this.#command(principal, input, { type: "cancel" }) : allowed;
  }

  async fork(principal: Principal, input: { commandId: string; runId: string; version: number }): Promise<Result<Run>> {
    const allowed = authorize(principal, "teams:write");
    if (!allowed.ok) return allowed;
    const parsed = parse(forkRunSchema, { version: input.version });
    if (!parsed.ok) return parsed;
    const { commandId, runId } = input;
    const { version } = parsed.value;
    const original = await this.run(principal, runId);
    if (!original.ok) return original;
    if (version > original.value.version) return err("invalid_input", `There are versions 1 to ${original.value.version}, not ${version}.`);
    const call = { db: this.#db, principal, commandId, method: "fork", input: { runId, version }, now: Date.now() };
    const reserved = await runOnce<{ runId: string }>(call, () => ok({ value: { runId: newId("run") }, statements: [], events: [] }));
    if (!reserved.ok) return reserved;
    const { organisation } = principal;
    const forked = await this.#actor(principal, runId).fork(
      { id: commandId, principal, organisation, actorId: runId },
      version,
      reserved.value.runId,
    );
    return forked.ok ? this.#actor(principal, reserved.value.runId).run(principal) : forked;
  }

  async #command(principal: Principal, input: RunCommandInput, command: RunCommand): Promise<Result<Run>> {
    const { runId, commandId, expectedVersion } = input;
    if (!isId("run", runId)) return err("not_found", `There is no run ${runId}.`);
    const { organisation } = principal;
    const actor = this.#actor(principal, runId);
    const sent: CommandEnvelope = { id: commandId, principal, organisation, actorId: runId, expectedVersion };
    const done = noted(commandId, await actor.execute(sent, command));
    return done.ok ? actor.run(principal) : done;
  }

  #actor(principal: Principal, runId: string): DurableObjectStub<AgentTeam> {
    return this.env.AGENT_TEAM.getByName(actorName(principal.organisation, runId));
  }

  get #db(): DrizzleD1Database {
    return drizzle(this.env.AGENT_TEAMS_DB);
  }
}
