/**
 * The engine's way to D1. The stock drizzle adapter does the reading; two things are ours:
 * - a unit of work: D1 has no interactive transaction, so rows that the engine creates within one are collected and
 *   written, together with rows of our own, in one atomic batch;
 * - session tokens are hashed on their way in and in every question, so the table holds no token.
 */
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { BetterAuthOptions } from "better-auth/minimal";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../../contracts/digest.ts";
import { accounts, sessions, users, verifications } from "../schema.ts";

const schema = { user: users, session: sessions, account: accounts, verification: verifications };

type Adapter = ReturnType<ReturnType<typeof drizzleAdapter>>;
type Where = Parameters<Adapter["findOne"]>[0]["where"];
type Row = Record<string, unknown>;

export interface AdapterParts {
  db: DrizzleD1Database;
  newRowId(model: string): string;
  /** Rows of ours, committed in the batch of every unit of work. Asked for when the engine's are known. */
  alongside(): BatchItem<"sqlite">[];
}

/**
 * What `betterAuth({ database })` takes. Within a unit of work only creations wait for the batch; a read does not see them,
 * and updates and deletions are done at once, as the stock adapter does everything without transactions.
 */
export function d1Adapter({ db, newRowId, alongside }: AdapterParts): (options: BetterAuthOptions) => Adapter {
  const stock = drizzleAdapter(db, { provider: "sqlite", schema });
  return (options) => {
    const direct = hashingTokens(stock(options));
    return {
      ...direct,
      transaction: async (work) => {
        const statements: BatchItem<"sqlite">[] = [];
        const result = await work(collecting(direct, db, newRowId, statements));
        const [first, ...rest] = [...statements, ...alongside()];
        if (first) await db.batch([first, ...rest]);
        return result;
      },
    };
  };
}

function collecting(
  adapter: Adapter,
  db: DrizzleD1Database,
  newRowId: (model: string) => string,
  statements: BatchItem<"sqlite">[],
): Adapter {
  return {
    ...adapter,
    create: async <R>({ model, data }: { model: string; data: Row }) => {
      const row: Row = { ...data, id: typeof data["id"] === "string" ? data["id"] : newRowId(model) };
      statements.push(insertInto(db, model, await storedForm(model, row)));
      return row as R;
    },
  };
}

function insertInto(db: DrizzleD1Database, model: string, row: Row): BatchItem<"sqlite"> {
  const table = Object.entries(schema).find(([name]) => name === model)?.[1];
  if (!table) throw new Error(`the engine asked for an unknown table: ${model}`);
  return db.insert(table).values(row as typeof table.$inferInsert);
}

function hashingTokens(adapter: Adapter): Adapter {
  return {
    ...adapter,
    create: async <T extends Row, R>(call: { model: string; data: Omit<T, "id">; select?: string[]; forceAllowId?: boolean }) => {
      const created = await adapter.create<Row>({ ...call, data: await storedForm(call.model, call.data) });
      return (call.model === "session" ? { ...created, token: call.data["token"] } : created) as R;
    },
    findOne: async (call) => adapter.findOne({ ...call, where: await storedQuestion(call.model, call.where) }),
    findMany: async (call) => adapter.findMany({ ...call, where: call.where && (await storedQuestion(call.model, call.where)) }),
    count: async (call) => adapter.count({ ...call, where: call.where && (await storedQuestion(call.model, call.where)) }),
    update: async (call) => adapter.update({ ...call, where: await storedQuestion(call.model, call.where) }),
    updateMany: async (call) => adapter.updateMany({ ...call, where: await storedQuestion(call.model, call.where) }),
    delete: async (call) => adapter.delete({ ...call, where: await storedQuestion(call.model, call.where) }),
    deleteMany: async (call) => adapter.deleteMany({ ...call, where: await storedQuestion(call.model, call.where) }),
    consumeOne: async (call) => adapter.consumeOne({ ...call, where: await storedQuestion(call.model, call.where) }),
    incrementOne: async (call) => adapter.incrementOne({ ...call, where: await storedQuestion(call.model, call.where) }),
  };
}

async function storedForm<R extends Row>(model: string, row: R): Promise<R> {
  return model === "session" && typeof row["token"] === "string" ? { ...row, token: await sha256Hex(row["token"]) } : row;
}

async function storedQuestion(model: string, where: Where): Promise<Where> {
  if (model !== "session") return where;
  return Promise.all(
    where.map(async (part) =>
      part.field === "token" && typeof part.value === "string" ? { ...part, value: await sha256Hex(part.value) } : part,
    ),
  );
}
