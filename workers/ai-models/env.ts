/** What the AI Models service needs of its surroundings. */
export interface AiModelsEnv {
  AI_MODELS_DB: D1Database;
  EVENTS: Queue;
  NODE_POOL: DurableObjectNamespace;
  NODE_LINK: DurableObjectNamespace;
  /** The secret with which a node joins. Empty or absent: no node can join. */
  NODE_JOIN_TOKEN?: string;
}
