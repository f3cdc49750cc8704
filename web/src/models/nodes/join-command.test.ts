import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { joinCommand } from "./join-command.ts";

const here = { edge: "http://localhost:8787", token: "pjt_abc", nodeName: "desk" };

test("beside the edge a node needs its address, a token and a name", () => {
  expect(joinCommand("direct", here)).toBe(
    "PAISSIVE_EDGE_URL=http://localhost:8787 \\\nPAISSIVE_JOIN_TOKEN=pjt_abc \\\nPAISSIVE_NODE_NAME=desk \\\nnode gpu-node/main.ts",
  );
});

test("elsewhere the edge must be told where it reaches the node, unless the node dials out", () => {
  const elsewhere = { ...here, edge: "https://paissive.example.com", nodeName: undefined };
  expect(joinCommand("direct", elsewhere)).toContain("PAISSIVE_NODE_URL='https://<where the edge reaches it>'");
  expect(joinCommand("dial-out", elsewhere)).toBe(
    "PAISSIVE_EDGE_URL=https://paissive.example.com \\\nPAISSIVE_JOIN_TOKEN=pjt_abc \\\nnode gpu-node/main.ts --dial-out",
  );
});

test("a shell reads any name as it was written, and runs nothing in it", () => {
  const nodeName = `Ada's "desk" $(echo no) \`echo no\` ; echo no`;
  const command = joinCommand("direct", { ...here, nodeName }).replace("node gpu-node/main.ts", `sh -c 'printf %s "$PAISSIVE_NODE_NAME"'`);
  expect(execFileSync("sh", ["-c", command], { encoding: "utf8" })).toBe(nodeName);
});
