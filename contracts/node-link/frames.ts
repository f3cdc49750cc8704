/**
 * The frames of a link: the socket that a node behind NAT opens to the edge, over which the edge calls it. Many calls share it, each a stream
 * with a number. A frame is `payload length (4 bytes, big-endian) | kind (1) | stream (4, big-endian) | payload`.
 */

export const frameKinds = {
  /** Edge → node: a call begins. JSON `linkRequestSchema`. */
  request: 1,
  /** Bytes of the body that goes this way. */
  body: 2,
  /** That body is complete. */
  end: 3,
  /** Edge → node: nobody waits for this answer any more. */
  cancel: 4,
  /** The sender of this frame took so many bytes of the other's body (4 bytes, big-endian): as many more may come. */
  credit: 5,
  /** Node → edge: status and headers of the answer. JSON `linkAnswerSchema`. */
  answer: 6,
  /** Node → edge: there will be no answer, or no more of it. Text that says why. */
  failure: 7,
  /** Node → edge: JSON `heartbeatSchema`. The stream is its number. */
  heartbeat: 8,
  /** Edge → node: what became of the heartbeat with that number. JSON `heardSchema`. */
  heard: 9,
} as const;

export type FrameKind = keyof typeof frameKinds;

export interface Frame {
  kind: FrameKind;
  /** 0 to 2³² − 1. */
  stream: number;
  payload: Uint8Array<ArrayBuffer>;
}

export const frameHeaderBytes = 9;

/** Longest payload: a frame never holds up the others on the socket for long. */
export const maxPayloadBytes = 65_536;

const nameOfKind = new Map<number, FrameKind>(Object.entries(frameKinds).map(([name, number]) => [number, name as FrameKind]));

export function kindOf(number: number): FrameKind | undefined {
  return nameOfKind.get(number);
}

/** The bytes of a frame. A payload over `maxPayloadBytes` is a fault of the caller: `RangeError`. */
export function encodeFrame(kind: FrameKind, stream: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  if (payload.length > maxPayloadBytes) throw new RangeError(`A frame of ${payload.length} bytes is too long.`);
  const bytes = new Uint8Array(frameHeaderBytes + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length);
  view.setUint8(4, frameKinds[kind]);
  view.setUint32(5, stream);
  bytes.set(payload, frameHeaderBytes);
  return bytes;
}

/** A frame whose payload is `value` as JSON. */
export function jsonFrame(kind: FrameKind, stream: number, value: unknown): Uint8Array<ArrayBuffer> {
  return encodeFrame(kind, stream, new TextEncoder().encode(JSON.stringify(value)));
}

/** The payload's JSON; undefined when it is none. */
export function jsonOf({ payload }: Frame): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(payload));
    return value;
  } catch {
    return undefined;
  }
}

export function creditFrame(stream: number, bytes: number): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(4);
  new DataView(payload.buffer).setUint32(0, bytes);
  return encodeFrame("credit", stream, payload);
}

/** Bytes that a credit frame grants; 0 for one of another form. */
export function creditOf({ payload }: Frame): number {
  return payload.length === 4 ? new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0) : 0;
}

/** `bytes` in frames of kind `body`. */
export function* bodyFrames(stream: number, bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += maxPayloadBytes) yield encodeFrame("body", stream, bytes.subarray(at, at + maxPayloadBytes));
}
