/** The AI Models service: model registry, node pool, inference router, performance monitor. */
import type { Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import type {
  AiModelsService,
  Classifications,
  ClassifyRequest,
  Embeddings,
  EmbedRequest,
  ModelView,
  MoveAliasRequest,
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
import { listNodes } from "./nodes/view.ts";
import { listModels, moveAlias } from "./registry/view.ts";
import { routes } from "./routes.ts";
import { tenancy } from "./tenancy.ts";

export class NodeLink extends nodeLinkActor<AiModelsEnv>(hearOverLink) {}
export { NodePool } from "../../durable-objects/node-pool/actor.ts";
export { default } from "../kit/not-found.ts";

export class AiModels
  extends serviceEntrypoint<AiModelsEnv>({
    description: { service: "ai-models", version: "0.1.0", dependencies: [] },
    database: (env) => env.AI_MODELS_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
  })
  implements AiModelsService
{
  async embed(principal: Principal, request: EmbedRequest): Promise<Result<Embeddings>> {
    return embed(this.env, principal, request);
  }

  async classify(principal: Principal, request: ClassifyRequest): Promise<Result<Classifications>> {
    return classify(this.env, principal, request);
  }

  async rerank(principal: Principal, request: RerankRequest): Promise<Result<Ranking>> {
    return rerank(this.env, principal, request);
  }

  async nodes(principal: Principal): Promise<Result<NodeView[]>> {
    return listNodes(this.env, principal, Date.now());
  }

  async models(principal: Principal): Promise<Result<ModelView[]>> {
    return listModels(this.env, principal, Date.now());
  }

  async moveAlias(principal: Principal, request: MoveAliasRequest): Promise<Result<ModelView>> {
    const moved = await moveAlias(this.env, principal, request, Date.now());
    if (moved.ok) this.ctx.waitUntil(this.drainOutbox());
    return moved;
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

  async putAlertRule(principal: Principal, rule: PutAlertRule): Promise<Result<AlertRuleView>> {
    const put = await putAlertRule(this.env, principal, rule, Date.now());
    if (put.ok) this.ctx.waitUntil(this.drainOutbox());
    return put;
  }

  async deleteAlertRule(principal: Principal, id: string): Promise<Result<true>> {
    const deleted = await deleteAlertRule(this.env, principal, id, Date.now());
    if (deleted.ok) this.ctx.waitUntil(this.drainOutbox());
    return deleted;
  }

  async keepTime(): Promise<void> {
    await tick(this.env, Date.now());
  }
}
