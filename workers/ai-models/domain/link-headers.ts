/** Headers of what the service and the actor `node-link` say to each other; nobody else can send that actor anything. */
export const linkHeaders = {
  nodeId: "x-link-node",
  epoch: "x-link-epoch",
  /** Of a call: `linkRequestSchema` as JSON, percent-encoded. */
  call: "x-link-call",
  /** Of an answer to a call: its body is the frames of the stream. Without it the actor itself answers. */
  framed: "x-link-framed",
} as const;
