/** What other services call themselves. */
import type { ProviderName } from "../../../contracts/services/providers.ts";

const names: Readonly<Record<string, string>> = { github: "GitHub", google: "Google" } satisfies Record<ProviderName, string>;

/** One that is not known yet by its id. */
export function serviceName(provider: string): string {
  return names[provider] ?? provider;
}
