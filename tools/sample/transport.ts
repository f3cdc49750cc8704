/** Loads the sample workspace as the demo's client does. */
import type { SampleTransport } from "../../contracts/sample/loading.ts";
import type { Api } from "../demo/api.ts";
import { sampleFiles } from "./files.ts";

export function sampleTransport(api: Api): SampleTransport {
  return {
    get: (path, schema) => api.get(path, schema),
    send: (method, path, schema, body, { key, ifMatch }) => api.change(method, path, schema, body, key, ifMatch),
    upload: (path, schema, body, type, key) => api.upload(path, schema, body, type, key),
    file: async (name) => new Blob([sampleFiles().get(name) ?? ""]),
  };
}
