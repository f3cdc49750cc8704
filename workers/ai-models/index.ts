/** The AI Models service: model registry, node pool, inference router. */
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
import { serviceEntrypoint } from "../kit/service.ts";
import type { AiModelsEnv } from "./env.ts";
import { classify } from "./inference/classify.ts";
import { embed } from "./inference/embed.ts";
import { rerank } from "./inference/rerank.ts";
import { hearOverLink } from "./nodes/link.ts";
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
}
