// Of this installation alone: nothing is asked of another host, and nothing that is typed in is kept.
Scalar.createApiReference("#reference", {
  url: "/api/v1/openapi.json",
  authentication: { preferredSecurityScheme: "key" },
  persistAuth: false,
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
});
