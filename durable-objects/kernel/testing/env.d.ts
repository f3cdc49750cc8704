import type { Ledger } from "./ledger.ts";

declare global {
  namespace Cloudflare {
    interface Env {
      LEDGER: DurableObjectNamespace<Ledger>;
    }
  }
}
