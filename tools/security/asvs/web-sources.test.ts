import { expect, test } from "vitest";
import { markupFault, passwordFieldFault, signOutFault, webSources } from "./web-sources.ts";

const besides = (text: string, file = "web/src/new.tsx") => [...webSources(), { file, text }];

test("the app as it is has no fault", () => {
  expect(webSources().length).toBeGreaterThan(100);
  for (const fault of [markupFault, passwordFieldFault, signOutFault]) expect(fault(webSources())).toBeUndefined();
});

test.each(["<p dangerouslySetInnerHTML={{ __html: text }} />", "place.innerHTML = text", "eval(text)", "<iframe srcDoc={text} />"])(
  "a text that becomes markup is found: %s",
  (text) => expect(markupFault(besides(text))).toContain("web/src/new.tsx"),
);

test.each([
  '<TextField label="Password" name="password" autoComplete="current-password" />',
  '<TextField label="Password" type="password" autoComplete="off" />',
  "<input onPaste={(event) => event.preventDefault()} />",
])("a field for a password that shows it or keeps managers out is found: %s", (text) =>
  expect(passwordFieldFault(besides(text))).toContain("web/src/new.tsx"),
);

test("a page without the way out is found", () => {
  const routes = webSources().find(({ file }) => file === "web/src/routes.tsx")?.text ?? "";
  const others = webSources().filter(({ file }) => file !== "web/src/routes.tsx");
  const more = `${routes}\ncreateRoute({ getParentRoute: () => root, path: "/bare", component: Bare });`;
  expect(signOutFault([...others, { file: "web/src/routes.tsx", text: more }])).toContain("/bare");
});
