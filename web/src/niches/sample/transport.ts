/** The sample workspace is loaded by ordinary calls of the API; its files come with the app. */
import type { SampleTransport } from "../../../../contracts/sample/loading.ts";
import { samplePath } from "../../../../contracts/sample/workspace.ts";
import { change, get } from "../../api/client.ts";
import { unreachable } from "../../api/problem.ts";
import { upload } from "../../api/upload.ts";

export const sampleTransport: SampleTransport = {
  get: (path, schema) => get(path, schema),
  send: (method, path, schema, body, condition) => change(method, path, schema, body, condition),
  upload: (path, schema, file, type, key) =>
    upload({ path, file, type, schema, key, onProgress: () => undefined, signal: new AbortController().signal }),
  file: async (name) => {
    const answer = await fetch(`${samplePath}/${name}`).catch(() => undefined);
    // Where a file is not there, the app itself is served.
    if (answer?.ok !== true || answer.headers.get("content-type")?.includes("html") === true)
      throw unreachable("The files of the sample are not there. Try again; if that does not help, build the app again with npm start.");
    return answer.blob();
  },
};
