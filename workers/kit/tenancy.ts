/** Whose rows are whose: for every table of a service's database, the rows of one organisation. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { frozenPrefix, noteTable } from "./backup/names.ts";
import { shadowPrefix } from "./shadow.ts";

/** What is to be said of a table that does not simply have a column `organisation`, or has more to it. */
export interface TableTenancy {
  /** SQL condition under which a row is that of organisation `?1`; null: its rows are the installation's and nobody's. */
  where?: string | null;
  /** Columns that no export shows: secrets. */
  withheld?: readonly string[];
  /** False: bookkeeping that an export leaves out. */
  exported?: boolean;
  /** SQL condition on the rows that a backup takes; false: it takes none. Default: all. */
  backup?: string | false;
}
/** By table. A table that has a column `organisation` and nothing special needs no entry. */
export type Tenancy = Readonly<Record<string, TableTenancy>>;

/** The tables that the kit gives to every service. Subjects and event ids are `kind/organisation/id`. */
export const kitTenancy: Tenancy = {
  outbox: { where: "instr(subject, '/' || ?1 || '/') > 0", exported: false },
  inbox: { where: "instr(event_id, '/' || ?1 || '/') > 0", exported: false },
  commands: { exported: false },
  /** A replay that a backup cuts off is begun anew. */
  rebuilds: { exported: false, backup: false },
  rebuild_events: { exported: false, backup: false },
  /** What keeps an erased organisation from coming back must outlive it. */
  tombstones: { where: null },
};

export interface TenantTable {
  name: string;
  /** SQL condition with `?1`; null when the table holds nothing of any organisation. */
  where: string | null;
  /** It has a column `organisation`. */
  owned: boolean;
  withheld: readonly string[];
  exported: boolean;
  backup: string | false;
}

const ownCondition = "organisation = ?1";

/**
 * Every table of the database, read from its schema so that none is forgotten; those with a condition of their own first, in
 * the order in which `tenancy` names them. `internal` names a table that has no column `organisation` and no entry.
 */
export async function tenantTables(db: D1Database, tenancy: Tenancy): Promise<Result<TenantTable[]>> {
  const { results } = await db
    .prepare(
      `SELECT name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) AS c WHERE c.name = 'organisation') AS owned FROM sqlite_master AS m
        WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name <> 'd1_migrations'
        ORDER BY name`,
    )
    .all<{ name: string; owned: number }>();
  return classify(
    results.map(({ name, owned }) => ({ name, owned: owned === 1 })),
    tenancy,
  );
}

/** The same for tables that are known already. Pure. */
export function classify(tables: readonly { name: string; owned: boolean }[], tenancy: Tenancy): Result<TenantTable[]> {
  const names = [...Object.keys(tenancy), ...Object.keys(kitTenancy)];
  const entries: Tenancy = Object.fromEntries(names.map((name) => [name, { ...tenancy[name], ...kitTenancy[name] }]));
  const special = Object.keys(entries).filter((name) => entries[name]?.where !== undefined);
  const classified: TenantTable[] = [];
  for (const { name, owned } of tables) {
    // Copies of a backup in progress: nobody's, and gone with its end.
    if (name === noteTable || name.startsWith(frozenPrefix)) {
      classified.push({ name, where: null, owned: false, withheld: [], exported: false, backup: false });
      continue;
    }
    const { where = owned ? ownCondition : undefined, withheld = [], exported = true, backup = "TRUE" } = entries[name] ?? {};
    if (where === undefined) {
      return err("internal", `Nobody has said whose the rows of the table ${name} are.`, { retryable: false });
    }
    const shadow = name.startsWith(shadowPrefix);
    classified.push({ name, where, owned, withheld, exported: exported && where !== null && !shadow, backup: shadow ? false : backup });
  }
  const rank = ({ name }: TenantTable) => (special.includes(name) ? special.indexOf(name) : special.length);
  return ok(classified.toSorted((a, b) => rank(a) - rank(b)));
}
