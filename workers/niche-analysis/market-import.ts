/** A market table on its way into a niche: read whole, since it is small, and kept in one turn. */
import type { CommandEnvelope } from "../../contracts/actor.ts";
import { err, type Result } from "../../contracts/result.ts";
import type { MarketTable, MarketTableKind } from "../../contracts/services/niche-market-tables.ts";
import type { Niche } from "../../durable-objects/niche/actor.ts";
import { marketPieces } from "./domain/import/market/market-pieces.ts";
import { readMarketTable } from "./domain/import/market/market-reader.ts";
import { NotUnpacked } from "./domain/import/unpacking.ts";
import { noted } from "../kit/replays.ts";

export interface MarketFile {
  fileName: string;
  kind?: MarketTableKind | undefined;
  body: ReadableStream<Uint8Array>;
}

/** A file that breaks off, is too large or is no market table leaves the niche as it was. */
export async function importMarketFile(
  niche: Pick<DurableObjectStub<Niche>, "importMarketTable">,
  envelope: CommandEnvelope,
  { fileName, kind, body }: MarketFile,
): Promise<Result<MarketTable>> {
  const read = await attempted(() => readMarketTable(body, { fileName, kind }));
  if (!read.ok) return read;
  const { table, rows } = read.value;
  return noted(envelope.id, await niche.importMarketTable(envelope, { table, pieces: marketPieces(rows) }));
}

async function attempted<T>(reading: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await reading();
  } catch (cause) {
    if (cause instanceof NotUnpacked) return { ok: false, error: cause.fault };
    return err("invalid_input", `The file broke off while it was read (${String(cause)}). Nothing of it was kept; send it again.`);
  }
}
