/**
 * Graphs that keep their weights in a file beside them (ONNX "external data", as exports of larger models and many small ones do): the weights
 * are taken into the graph, so that one file with one digest is all that a node serves.
 */
import onnxProto from "onnx-proto";
import { err, ok, type Result } from "../../contracts/result.ts";

const { ModelProto, TensorProto } = onnxProto.onnx;

/** A protobuf message holds less than 2 GiB. */
const most = 2 ** 31 - 2 ** 24;

/** Only files beside the graph: a location is what the graph's author wrote. */
const plainName = /^[\w-][\w.-]*$/;

/**
 * The graph with all its weights inside; the same bytes where it has no others. `read` gives a file beside the graph. `invalid_input` names the
 * file that is missing, too short, or not beside the graph.
 */
export async function withExternalWeights(
  graph: Uint8Array,
  read: (name: string) => Promise<Uint8Array | undefined>,
): Promise<Result<Uint8Array>> {
  // Every reference has this key: most graphs need no decoding to tell.
  if (!Buffer.from(graph.buffer, graph.byteOffset, graph.length).includes("location")) return ok(graph);
  const model = decoded(graph);
  const outside = (model?.graph?.initializer ?? []).filter(({ dataLocation }) => dataLocation === TensorProto.DataLocation.EXTERNAL);
  if (!model || outside.length === 0) return ok(graph);
  const files = new Map<string, Uint8Array>();
  let total = graph.length;
  for (const tensor of outside) {
    const entries = new Map(tensor.externalData?.map(({ key, value }) => [key ?? "", value ?? ""]));
    const name = entries.get("location") ?? "";
    if (!plainName.test(name)) return err("invalid_input", `The ONNX model keeps weights in \`${name}\`, which is not beside it.`);
    const file = files.get(name) ?? (await read(name));
    if (!file) return err("invalid_input", `The ONNX model keeps weights in ${name}, which is not there.`);
    files.set(name, file);
    const start = Number(entries.get("offset") ?? 0);
    const length = entries.has("length") ? Number(entries.get("length")) : file.length - start;
    if (!(start >= 0 && length >= 0 && start + length <= file.length)) {
      return err("invalid_input", `The ONNX model looks for weights beyond the end of ${name}.`);
    }
    total += length;
    if (total > most) return err("invalid_input", "The ONNX model has more than 2 GB of weights, which one file cannot hold.");
    tensor.rawData = file.subarray(start, start + length);
    tensor.dataLocation = TensorProto.DataLocation.DEFAULT;
    tensor.externalData = [];
  }
  return ok(ModelProto.encode(model).finish());
}

function decoded(graph: Uint8Array) {
  try {
    return ModelProto.decode(graph);
  } catch {
    return undefined;
  }
}
