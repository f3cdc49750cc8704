/** What can be done with the uploads of a niche: open one, send it a part, look at it, remove it. */
import type { CommandEnvelope, Receipt } from "../../../contracts/actor.ts";
import { newId } from "../../../contracts/ids.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { maxPartBytes, type PartAnswer, type Upload, type UploadSettings } from "../../../contracts/services/niche-uploads.ts";
import * as z from "zod";
import type { BulkWrite } from "../../kernel/actor.ts";
import type { NicheCommand } from "../commands.ts";
import { turnsOf } from "./keeping.ts";
import { dropReader } from "./reading.ts";
import {
  addUpload,
  allUploads,
  appendBytes,
  countOpen,
  findUpload,
  holds,
  isForgotten,
  removeUpload,
  shownUpload,
  type StoredUpload,
} from "./rows.ts";

export interface UploadDeskParts {
  storage: DurableObjectStorage;
  /** A turn of the niche. */
  turn(envelope: CommandEnvelope, command: NicheCommand, write: BulkWrite, request: unknown): Result<Receipt>;
}

const openedSchema = z.object({ id: z.string() });

export class UploadDesk {
  readonly #storage: DurableObjectStorage;
  readonly #turn: UploadDeskParts["turn"];

  constructor({ storage, turn }: UploadDeskParts) {
    this.#storage = storage;
    this.#turn = turn;
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  open(envelope: CommandEnvelope, settings: UploadSettings): Result<Upload> {
    const uploadId = newId("upload");
    const command: NicheCommand = { type: "open-upload", uploadId, open: countOpen(this.#sql) };
    const receipt = this.#turn(envelope, command, (sql) => addUpload(sql, uploadId, settings, Date.now()), { openUpload: settings });
    return receipt.ok ? this.one(openedSchema.parse(receipt.value.value).id) : receipt;
  }

  /**
   * Appends a part that begins where the upload ends; the last one lets it be read. One that is there already, byte for byte, is answered like
   * the first time. Either all of a part is kept or nothing.
   */
  receive(envelope: CommandEnvelope, uploadId: string, offset: number, bytes: Uint8Array): Result<PartAnswer> {
    const upload = this.#find(uploadId);
    if (!upload) return unknown(uploadId);
    if (bytes.length === 0 || bytes.length > maxPartBytes)
      return err("invalid_input", `A part has 1 to ${maxPartBytes} bytes, not ${bytes.length}.`);
    const end = offset + bytes.length;
    if (end > upload.bytes) return err("invalid_input", `This upload was opened for ${upload.bytes} bytes; this part ends at ${end}.`);
    const refused = (detail: string) => ok({ taken: false as const, upload: shownUpload(upload), detail });
    if (offset !== upload.received) {
      if (end > upload.received) return refused(`This upload has ${upload.received} bytes; the next part begins there, not at ${offset}.`);
      // What was read is not there any more to be compared.
      const isOver = upload.status === "done" || upload.status === "failed";
      if (!isOver && !holds(this.#sql, uploadId, offset, bytes))
        return refused(`The bytes from ${offset} on are others than those that came before. Is it the same file?`);
      return ok({ taken: true, upload: shownUpload(upload) });
    }
    const write = (sql: SqlStorage) => appendBytes(sql, upload, bytes, Date.now());
    if (end < upload.bytes) this.#storage.transactionSync(() => write(this.#sql));
    else {
      const { fileName } = upload;
      const command: NicheCommand = { type: "read-upload", uploadId, fileName, bytes: upload.bytes };
      const receipt = this.#turn({ ...envelope, id: `read:${uploadId}` }, command, write, { readUpload: uploadId });
      if (!receipt.ok) return receipt;
    }
    const now = this.one(uploadId);
    return now.ok ? ok({ taken: true, upload: now.value }) : now;
  }

  list(): Upload[] {
    const now = Date.now();
    return allUploads(this.#sql)
      .filter((upload) => !isForgotten(upload, now))
      .map(shownUpload);
  }

  one(uploadId: string): Result<Upload> {
    const upload = this.#find(uploadId);
    return upload ? ok(shownUpload(upload)) : unknown(uploadId);
  }

  /** Gives an upload up, whatever came of it so far; rows that became evidence stay. */
  remove(envelope: CommandEnvelope, uploadId: string): Result<true> {
    const upload = this.#find(uploadId);
    const turns = turnsOf(this.#sql, uploadId).length;
    const command: NicheCommand = {
      type: "remove-upload",
      uploadId,
      reading: upload?.status === "reading",
      known: upload !== undefined,
      turns,
    };
    const receipt = this.#turn(envelope, command, (sql) => removeUpload(sql, uploadId), { removeUpload: uploadId });
    if (receipt.ok) dropReader(this.#sql, uploadId);
    return receipt.ok ? ok(true) : receipt;
  }

  #find(uploadId: string): StoredUpload | undefined {
    const upload = findUpload(this.#sql, uploadId);
    return upload && !isForgotten(upload, Date.now()) ? upload : undefined;
  }
}

function unknown(uploadId: string): Result<never> {
  return err("not_found", `This niche has no upload ${uploadId}.`);
}
