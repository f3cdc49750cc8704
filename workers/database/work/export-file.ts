/** The file of an export: parts in R2, `exports/<organisation>/<export>/<number>`, read as one. */

const prefixOf = (organisation: string, id?: string) => `exports/${organisation}/${id === undefined ? "" : `${id}/`}`;

/** Writes part `number`. Writing it again replaces it. */
export async function writePart(
  bucket: R2Bucket,
  organisation: string,
  id: string,
  number: number,
  lines: readonly string[],
): Promise<number> {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
  await bucket.put(`${prefixOf(organisation, id)}${String(number).padStart(6, "0")}`, bytes);
  return bytes.byteLength;
}

/** All parts as one stream; undefined when there are none. */
export async function openExport(bucket: R2Bucket, organisation: string, id: string): Promise<ReadableStream<Uint8Array> | undefined> {
  const keys = await keysUnder(bucket, prefixOf(organisation, id));
  if (keys.length === 0) return undefined;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void pour(bucket, keys, writable);
  return readable;
}

/** SHA-256 of the whole file, hexadecimal, computed as it streams by. */
export async function digestOfExport(bucket: R2Bucket, organisation: string, id: string): Promise<string> {
  const digest = new crypto.DigestStream("SHA-256");
  const file = await openExport(bucket, organisation, id);
  if (file) await file.pipeTo(digest);
  else await digest.getWriter().close();
  return [...new Uint8Array(await digest.digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Deletes one export, or all of the organisation; answers how many objects. */
export async function deleteExports(bucket: R2Bucket, organisation: string, id?: string): Promise<number> {
  const keys = await keysUnder(bucket, prefixOf(organisation, id));
  for (let first = 0; first < keys.length; first += 1_000) await bucket.delete(keys.slice(first, first + 1_000));
  return keys.length;
}

/** Fails the reader when a part is missing: half a file must not look like a whole one. */
async function pour(bucket: R2Bucket, keys: readonly string[], writable: WritableStream<Uint8Array>): Promise<void> {
  try {
    for (const key of keys) {
      const part = await bucket.get(key);
      if (!part) throw new Error(`The part ${key} of the export is gone.`);
      await part.body.pipeTo(writable, { preventClose: true });
    }
    await writable.close();
  } catch (cause) {
    // The reader learns of it, or has gone himself.
    await writable.abort(cause).catch(() => undefined);
  }
}

async function keysUnder(bucket: R2Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page: R2Objects = await bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    keys.push(...page.objects.map(({ key }) => key));
    if (!page.truncated) return keys;
    cursor = page.cursor;
  }
}
