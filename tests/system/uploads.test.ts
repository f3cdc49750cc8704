/** An upload through all of the system, whose runtime is killed while it is received, while it is read and while its rows become evidence. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { importReportSchema, nicheDetailSchema, type Upload } from "../../contracts/services/niche-analysis.ts";
import { followReading, sendRest, uploadOf, type UploadTransport } from "../../contracts/upload-sender.ts";
import { Api } from "../../tools/demo/api.ts";
import { uploadsOf } from "../../tools/demo/uploads.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { applyMigrations } from "../../tools/system/migrations.ts";
import { freePort } from "../../tools/system/ports.ts";
import { localSecrets } from "../../tools/system/secrets.ts";
import { startEdge } from "../../tools/system/system.ts";
import { buildWeb } from "../../tools/system/web-build.ts";
import { killRuntime } from "./striking.ts";

const stateFolder = mkdtempSync(join(tmpdir(), "paissive-uploads-test-"));
afterAll(() => rmSync(stateFolder, { recursive: true, force: true, maxRetries: 5 }));

const rows = 100_000;
const lines = Array.from(
  { length: rows },
  (_, row) => `"It broke for the ${row - (row % 9 === 8 ? 1 : 0)}th time after an update",person ${row % 500}`,
);
const file = new File([`review,author\n${lines.join("\n")}\n`], "reviews.csv");

/** What is asked while the runtime starts again is asked until it answers. */
function patiently(transport: UploadTransport): UploadTransport {
  const tried = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (const until = Date.now() + 60_000; ; await sleep(100)) {
      try {
        return await ask();
      } catch (cause) {
        if (Date.now() > until) throw cause;
      }
    }
  };
  return {
    list: () => tried(() => transport.list()),
    open: (settings) => tried(() => transport.open(settings)),
    look: (id) => tried(() => transport.look(id)),
    send: (...part) => transport.send(...part),
  };
}

it("loses and doubles nothing when the runtime is killed, and brings nothing new when it is sent again", { timeout: 300_000 }, async () => {
  buildWeb();
  await applyMigrations(stateFolder);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const secrets = localSecrets(stateFolder);
  const edge = startEdge({ stateFolder, port, secrets, variables: undefined });
  try {
    await edge.waitFor(/Ready on/, 120_000);
    const api = new Api(url, await signInLocally(url, secrets));
    const create = (name: string) => api.post("/api/v1/niches", nicheDetailSchema, { name }, name);
    const [whole, struck] = [await create("Whole"), await create("Struck")];
    const expected = await api.upload(
      `/api/v1/niches/${whole.id}/evidence?fileName=reviews.csv`,
      importReportSchema,
      file,
      "text/csv",
      "whole",
    );

    const transport = patiently(uploadsOf(api, struck.id));
    const opened = await transport.open({ fileName: file.name, bytes: file.size });
    const killAt = [0, 2];
    let parts = 0;
    const onProgress = () => {
      // In the middle of the next part.
      if (killAt.includes(parts++)) setTimeout(() => void killRuntime(edge.pid, url), 5);
    };
    const upload: Upload = { ...opened, partBytes: Math.ceil(file.size / 5) };
    const keepParts = {
      ...transport,
      send: async (...part: Parameters<UploadTransport["send"]>) => ({ ...(await transport.send(...part)), partBytes: upload.partBytes }),
    };
    await sendRest({ transport: keepParts, file, upload, onProgress, again: async () => true });

    // Somebody who begins anew finds the same upload.
    expect((await uploadOf(file, file.name, await transport.list()))?.id).toBe(opened.id);
    let [kills, keeping] = [0, 0];
    const { report } = await followReading(transport, await transport.look(opened.id), {
      onProgress: ({ status, bytesRead, keptRows }) => {
        if (status !== "reading") return;
        if (keptRows !== undefined && keeping === 0) keeping = keptRows;
        // Once, at its first stretch: the runtime is to be back, and seen, before the rows become evidence.
        else if (kills > 0 || bytesRead === 0) return;
        else kills++;
        void killRuntime(edge.pid, url);
      },
      wait: () => sleep(20),
    });
    expect(kills).toBeGreaterThan(0);
    expect(keeping).toBeGreaterThan(0);
    expect(report).toEqual(expected);
    const niche = await api.get(`/api/v1/niches/${struck.id}`, nicheDetailSchema);
    expect({ texts: niche.evidenceCount, copies: niche.copyCount }).toEqual({ texts: expected.kept, copies: expected.copies });

    const again = await transport.open({ fileName: file.name, bytes: file.size });
    const sent = await sendRest({ transport, file, upload: again, again: async () => true });
    const second = await followReading(transport, sent, { wait: () => sleep(50) });
    expect(second.report).toMatchObject({ read: rows, kept: 0, droppedBy: { duplicate: rows } });
  } finally {
    await edge.stop();
  }
});
