/** Which device computes: asked for, or found. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";

export const deviceChoices = ["auto", "cpu", "cuda"] as const;
export type DeviceChoice = (typeof deviceChoices)[number];
export type Device = "cpu" | "cuda";

/** True when ONNX Runtime's CUDA provider lies beside its binding and the machine shows an NVIDIA device. */
export function cudaAvailable(): boolean {
  const binding = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
  const provider = join(binding, "bin", "napi-v6", process.platform, process.arch, "libonnxruntime_providers_cuda.so");
  return existsSync(provider) && existsSync("/dev/nvidiactl");
}

/** The device for a choice. `unavailable` when CUDA is insisted on and is not there. */
export function chooseDevice(choice: DeviceChoice, available: () => boolean = cudaAvailable): Result<Device> {
  if (choice === "cpu") return ok("cpu");
  if (available()) return ok("cuda");
  if (choice === "auto") return ok("cpu");
  return err("unavailable", "PAISSIVE_NODE_DEVICE=cuda, but ONNX Runtime's CUDA provider or an NVIDIA device is missing here.", {
    retryable: false,
  });
}
