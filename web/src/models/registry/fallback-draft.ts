/** A fallback policy as it is edited: strategies in their order, lists as lines of text. */
import {
  fallbackStrategies,
  type FallbackPolicy,
  type FallbackRequest,
  type FallbackStrategy,
} from "../../../../contracts/model-fallback.ts";

export interface FallbackDraft {
  strategies: FallbackStrategy[];
  maxAttempts: string;
  /** One entry a line. */
  models: string;
  capabilities: string;
  providers: string;
}

/** What each strategy asks, for whoever chooses. */
export const strategyWords: Readonly<Record<FallbackStrategy, string>> = {
  none: "nobody: the call fails",
  default: "what the default alias of its task means",
  "similar-model": "the version that shares most capabilities",
  "model-type": "the newest for the same task",
  capability: "the newest with certain capabilities",
  "specified-list": "the versions that you list, in their order",
  "size-tier": "the largest that is smaller",
  "any-available": "any that a node serves now, the least busy first",
};

export function draftOf(policy: FallbackPolicy | null): FallbackDraft {
  const { strategies = [], maxAttempts = 3, models = [], capabilities = [], providers = [] } = policy ?? {};
  return {
    strategies: [...strategies],
    maxAttempts: String(maxAttempts),
    models: models.join("\n"),
    capabilities: capabilities.join("\n"),
    providers: providers.join("\n"),
  };
}

/** The policy to send. Lists that no chosen strategy reads are left out. */
export function requestOf({ strategies, maxAttempts, models, capabilities, providers }: FallbackDraft): FallbackRequest {
  return {
    strategies,
    maxAttempts: Number(maxAttempts),
    models: strategies.includes("specified-list") ? linesOf(models) : [],
    capabilities: strategies.includes("capability") ? linesOf(capabilities) : [],
    providers: linesOf(providers),
  };
}

/** Strategies that can still be added: `none` stands alone. */
export function addable(chosen: readonly FallbackStrategy[]): FallbackStrategy[] {
  if (chosen.includes("none")) return [];
  return fallbackStrategies.filter((strategy) => !chosen.includes(strategy) && (strategy !== "none" || chosen.length === 0));
}

/** The strategy one place earlier. */
export function earlier(chosen: readonly FallbackStrategy[], strategy: FallbackStrategy): FallbackStrategy[] {
  const at = chosen.indexOf(strategy);
  return at < 1 ? [...chosen] : chosen.toSpliced(at - 1, 2, strategy, ...chosen.slice(at - 1, at));
}

function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
