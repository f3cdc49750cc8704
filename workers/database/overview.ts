/** What the services say of themselves when they are asked: their migrations, and the rows and lag of their projections. */
import type { Principal } from "../../contracts/principal.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { AppliedMigration, ServiceName } from "../../contracts/services/common.ts";
import { projectingServices, type ServiceProjections, type ServiceSchema } from "../../contracts/services/database.ts";
import { schemaOfService, unreachableSchema } from "./domain/drift.ts";
import { peerBindings, peers, type PeerServices } from "./domain/peers.ts";
import { migrationsManifest } from "./migrations-manifest.ts";
import { answered } from "./work/replaying.ts";

type AskSchema = () => Promise<Result<AppliedMigration[]>>;

/** The schema of every service; `own` asks the database service itself. */
export async function listSchemas(services: PeerServices, principal: Principal, own: AskSchema): Promise<ServiceSchema[]> {
  const others = peers.map((peer) => schemaOf(peer, () => services[peerBindings[peer]].schema(principal)));
  return Promise.all([...others, schemaOf("database", own)]);
}

/** Projections of every service that has a subscription. A fault only when the subscriptions could not be read. */
export async function listProjections(services: PeerServices, principal: Principal): Promise<Result<ServiceProjections[]>> {
  const subscriptions = await answered(() => services.EVENT_BUS.subscriptions(principal));
  if (!subscriptions.ok) return subscriptions;
  const views = await Promise.all(
    projectingServices.map(async (service): Promise<ServiceProjections[]> => {
      const subscription = subscriptions.value.find(({ name }) => name === service);
      if (!subscription) return [];
      const { status, cursor, lag } = subscription;
      const rows = await answered(() => services[peerBindings[service]].projectionRows(principal));
      return [{ service, reachable: rows.ok, projections: rows.ok ? rows.value : [], status, cursor, lag }];
    }),
  );
  return ok(views.flat());
}

async function schemaOf(service: ServiceName, ask: AskSchema): Promise<ServiceSchema> {
  const applied = await answered(ask);
  return applied.ok ? schemaOfService(service, migrationsManifest[service], applied.value) : unreachableSchema(service);
}
