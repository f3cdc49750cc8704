import { expect, test } from "vitest";
import { alertRuleSchema } from "../../../../contracts/services/model-monitor.ts";
import { readRule } from "./read-rule.ts";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
const filled = {
  id: "failing",
  metric: "error-rate",
  comparison: "above",
  threshold: "5",
  windowMinutes: "10",
  cooldownMinutes: "0",
  minimumRequests: "50",
  model: "",
  version: "",
  node: "",
  organisation: "",
  enabled: "on",
};

test("a filled form is the rule that the server takes, shares out of per cent", () => {
  const rule = readRule(formOf({ ...filled, model: "minilm" }));
  expect(rule).toEqual({
    id: "failing",
    metric: "error-rate",
    comparison: "above",
    threshold: 0.05,
    windowMinutes: 10,
    cooldownMinutes: 0,
    minimumRequests: 50,
    model: "minilm",
    enabled: true,
  });
  expect(alertRuleSchema.safeParse(rule).success).toBe(true);
});

test("a box that is not ticked switches the rule off", () => {
  const { enabled, ...rest } = filled;
  expect(enabled).toBe("on");
  expect(readRule(formOf(rest)).enabled).toBe(false);
});

test("a threshold that is no number is refused, not taken for 0", () => {
  expect(alertRuleSchema.safeParse(readRule(formOf({ ...filled, threshold: "" }))).success).toBe(false);
});
