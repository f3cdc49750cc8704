/** The AI Models service: model registry, node pool, inference router, performance monitor. */
import type { Principal } from "../../contracts/principal.ts";
import { systemSources } from "../../contracts/ids.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type {
  AiModelsService,
  Classifications,
  ClassifyRequest,
  Embeddings,
  EmbedRequest,
  ModelView,
  NodeView,
  Ranking,
  RerankRequest,
} from "../../contracts/services/ai-models.ts";
import { nodeLinkActor } from "../../durable-objects/node-link/actor.ts";
import type {
  AlertRuleView,
  AlertView,
  Comparison,
  ComparisonQuery,
  InstallationUsage,
  Metrics,
  MetricsQuery,
  PutAlertRule,
  Usage,
  UsageQuery,
} from "../../contracts/services/model-monitor.ts";
import type { FallbackRequest } from "../../contracts/model-fallback.ts";
import type {
  AliasDetail,
  AliasView,
  MoveAliasRequest,
  RegisterVersionRequest,
  SetCanaryRequest,
} from "../../contracts/services/model-registry.ts";
import type { IssuedJoinToken, IssueJoinTokenRequest, JoinTokenView } from "../../contracts/services/node-admission.ts";
import type { Page, PageQuery } from "../../contracts/page.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import type { AiModelsEnv } from "./env.ts";
import { classify } from "./inference/classify.ts";
import { embed } from "./inference/embed.ts";
import { rerank } from "./inference/rerank.ts";
import { hearOverLink } from "./nodes/link.ts";
import { alerts, deleteAlertRule, listAlertRules, putAlertRule } from "./monitor/alerts.ts";
import { tick } from "./monitor/clock.ts";
import { compareVersions, metrics } from "./monitor/metrics.ts";
import { installationUsage, usage } from "./monitor/usage.ts";
import { issueJoinToken, listJoinTokens, revokeJoinToken } from "./nodes/join-tokens.ts";
import { setDraining } from "./nodes/drain.ts";
import { nodesLook } from "./nodes/readiness.ts";
import { revokeNode } from "./nodes/revoke.ts";
import { listNodes, pageOfNodes } from "./nodes/view.ts";
import { endCanary, moveAlias, promote, rollBack, setCanary, setFallback } from "./registry/aliases.ts";
import { getAlias, listAliases } from "./registry/alias-view.ts";
import { nameRelease, registerVersion, retireVersion } from "./registry/versions.ts";
import { listModels, viewOfVersion } from "./registry/view.ts";
import { routes } from "./routes.ts";
import { tenancy } from "./tenancy.ts";

export class NodeLink extends nodeLinkActor<AiModelsEnv>(hearOverLink) {}
export { NodePool } from "../../durable-objects/node-pool/actor.ts";
export { default } from "../kit/not-found.ts";

export class AiModels
  extends serviceEntrypoint<AiModelsEnv>({
    description: { service: "ai-models", dependencies: [] },
    looks: (env, now) => [nodesLook(env, now)],
    database: (env) => env.AI_MODELS_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
  })
  implements AiModelsService
{
  async embed(principal: Principal, request: EmbedRequest, signal?: AbortSignal): Promise<Result<Embeddings>> {
    return embed(this.env, principal, request, signal);
  }

  async classify(principal: Principal, request: ClassifyRequest, signal?: AbortSignal): Promise<Result<Classifications>> {
    return classify(this.env, principal, request, signal);
  }

  async rerank(principal: Principal, request: RerankRequest, signal?: AbortSignal): Promise<Result<Ranking>> {
    return rerank(this.env, principal, request, signal);
  }

  async nodes(principal: Principal): Promise<Result<NodeView[]>> {
    return listNodes(this.env, principal, Date.now());
  }

  async pageOfNodes(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<NodeView>>> {
    return pageOfNodes(this.env, principal, page, Date.now());
  }

  async models(principal: Principal): Promise<Result<ModelView[]>> {
    return listModels(this.env, principal, Date.now());
  }

  async aliases(principal: Principal): Promise<Result<AliasView[]>> {
    return listAliases(this.env, principal);
  }

  async alias(principal: Principal, alias: string): Promise<Result<AliasDetail>> {
    return getAlias(this.env, principal, alias);
  }

  async moveAlias(principal: Principal, request: MoveAliasRequest, expected?: number): Promise<Result<ModelView>> {
    const now = Date.now();
    const moved = await this.#told(moveAlias(this.env, principal, request, now, expected));
    return moved.ok ? ok(await viewOfVersion(this.env, moved.value, now)) : moved;
  }

  async setCanary(principal: Principal, request: SetCanaryRequest, expected?: number): Promise<Result<AliasView>> {
    return this.#told(setCanary(this.env, principal, request, Date.now(), expected));
  }

  async endCanary(principal: Principal, alias: string, expected?: number): Promise<Result<AliasView>> {
    return this.#told(endCanary(this.env, principal, { alias, expected }, Date.now()));
  }

  async promote(principal: Principal, alias: string, expected?: number): Promise<Result<AliasView>> {
    return this.#told(promote(this.env, principal, { alias, expected }, Date.now()));
  }

  async rollBack(principal: Principal, alias: string, expected?: number): Promise<Result<AliasView>> {
    return this.#told(rollBack(this.env, principal, { alias, expected }, Date.now()));
  }

  async setFallback(principal: Principal, alias: string, policy: FallbackRequest | null, expected?: number): Promise<Result<AliasView>> {
    return this.#told(setFallback(this.env, principal, { alias, expected }, policy, Date.now()));
  }

  async registerVersion(principal: Principal, request: RegisterVersionRequest): Promise<Result<ModelView>> {
    return this.#told(registerVersion(this.env, principal, request, systemSources));
  }

  async nameRelease(principal: Principal, reference: string, release: string): Promise<Result<ModelView>> {
    return this.#told(nameRelease(this.env, principal, reference, release, Date.now()));
  }

  async retireVersion(principal: Principal, reference: string): Promise<Result<ModelView>> {
    return this.#told(retireVersion(this.env, principal, reference, Date.now()));
  }

  async issueJoinToken(principal: Principal, request: IssueJoinTokenRequest): Promise<Result<IssuedJoinToken>> {
    return this.#told(issueJoinToken(this.env, principal, request, systemSources));
  }

  async joinTokens(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<JoinTokenView>>> {
    return listJoinTokens(this.env, principal, page, Date.now());
  }

  async revokeJoinToken(principal: Principal, id: string): Promise<Result<true>> {
    return this.#told(revokeJoinToken(this.env, principal, id, Date.now()));
  }

  async revokeNode(principal: Principal, id: string): Promise<Result<true>> {
    return this.#told(revokeNode(this.env, principal, id, Date.now()));
  }

  async setDraining(principal: Principal, request: { id: string; draining: boolean }): Promise<Result<true>> {
    return this.#told(setDraining(this.env, principal, request, Date.now()));
  }

  async metrics(principal: Principal, query: MetricsQuery): Promise<Result<Metrics>> {
    return metrics(this.env, principal, query, Date.now());
  }

  async compareVersions(principal: Principal, query: ComparisonQuery): Promise<Result<Comparison>> {
    return compareVersions(this.env, principal, query, Date.now());
  }

  async usage(principal: Principal, query: UsageQuery): Promise<Result<Usage>> {
    return usage(this.env, principal, query, Date.now());
  }

  async installationUsage(principal: Principal, query: UsageQuery): Promise<Result<InstallationUsage>> {
    return installationUsage(this.env, principal, query, Date.now());
  }

  async alerts(principal: Principal): Promise<Result<AlertView[]>> {
    return alerts(this.env, principal);
  }

  async alertRules(principal: Principal): Promise<Result<AlertRuleView[]>> {
    return listAlertRules(this.env, principal);
  }

  async putAlertRule(principal: Principal, rule: PutAlertRule, expected?: number): Promise<Result<AlertRuleView>> {
    return this.#told(putAlertRule(this.env, principal, rule, Date.now(), expected));
  }

  async deleteAlertRule(principal: Principal, id: string): Promise<Result<true>> {
    return this.#told(deleteAlertRule(this.env, principal, id, Date.now()));
  }

  async keepTime(): Promise<void> {
    await tick(this.env, Date.now());
  }

  /** What was done is sent to the bus soon after. */
  async #told<Value>(done: Promise<Result<Value>>): Promise<Result<Value>> {
    const result = await done;
    if (result.ok) this.ctx.waitUntil(this.drainOutbox());
    return result;
  }
}
