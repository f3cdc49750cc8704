/** The API's description as a page to read: `/docs/plain`. No script, nothing from elsewhere (ADR 15). */
import type { OpenApiDocument } from "../openapi.ts";
import { html, type Html } from "./html.ts";
import { fieldsOf, nameOf, typeOf, type Shape } from "./shape.ts";

interface Content {
  schema?: Shape;
  example?: unknown;
}
interface Answer {
  description: string;
  content?: Record<string, Content>;
}
interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Shape }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Answer>;
  security?: unknown[];
  "x-scope"?: string[];
  "x-only"?: string;
  "x-confirmed"?: string;
}
interface Described {
  method: string;
  path: string;
  operation: Operation;
}

/** The whole page. `style` is where its style sheet stands. */
export function referencePage(document: OpenApiDocument, style: string): string {
  const described = operationsOf(document);
  const tags = document.tags.map(({ name }) => ({ name, operations: described.filter(({ operation }) => operation.tags.includes(name)) }));
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title} API</title>
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        <nav aria-label="Operations">
          <p><a href="#top">${document.info.title} API ${document.info.version}</a></p>
          ${tags.map(
            ({ name, operations }) =>
              html`<details>
                <summary>${name}</summary>
                <ul>
                  ${operations.map(link)}
                </ul>
              </details>`,
          )}
          <p><a href="#schemas">Schemas</a></p>
          <p><a href="/docs">Try it out</a></p>
        </nav>
        <main id="top">
          <h1>${document.info.title} API</h1>
          <p>${document.info.description}</p>
          <p>
            Send a key as <code>Authorization: Bearer pai_live_…</code>. The same as a document for programs:
            <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.
          </p>
          ${tags.map(
            ({ name, operations }) =>
              html`<section>
                <h2>${name}</h2>
                ${operations.map(article)}
              </section>`,
          )}
          <section id="schemas">
            <h2>Schemas</h2>
            ${Object.entries(document.components["schemas"] ?? {}).map(schema)}
          </section>
        </main>
      </body>
    </html>`;
  return text;
}

function operationsOf({ paths, components }: OpenApiDocument): Described[] {
  const shared = components["responses"] as Record<string, Answer> | undefined;
  const resolved = (answer: Answer | { $ref: string }) =>
    ("$ref" in answer ? shared?.[nameOf(answer.$ref)] : answer) ?? { description: "" };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const operation = described as Operation;
      const responses = Object.fromEntries(Object.entries(operation.responses).map(([status, answer]) => [status, resolved(answer)]));
      return { method: method.toUpperCase(), path, operation: { ...operation, responses } };
    }),
  );
}

function link({ operation }: Described): Html {
  return html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`;
}

function article(described: Described): Html {
  const { method, path, operation } = described;
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return html`<article id="${operationId}">
    <h3>${summary}</h3>
    <p class="call"><b>${method}</b> <code>${path}</code></p>
    ${description !== undefined && html`<p>${description}</p>`}
    <p class="needs">${needs(operation)}</p>
    ${
      parameters.length > 0 &&
      html`<h4>Parameters</h4>
        <table>
          ${parameters.map((one) => row(`${one.name} (${one.in})`, one.required ?? false, one.schema ?? {}, one.description))}
        </table>`
    }
    ${
      requestBody &&
      html`<h4>Body</h4>
        ${Object.entries(requestBody.content).map(body)}`
    }
    <h4>Call</h4>
    <pre>${call(described)}</pre>
    <h4>Answers</h4>
    <table>
      ${Object.entries(responses).map(
        ([status, answer]) =>
          html`<tr>
            <th>${status}</th>
            <td>${answer.description}</td>
            <td>
              ${Object.entries(answer.content ?? {}).map(([type, { schema: shape }]) => html`${reference(shape)} <small>${type}</small> `)}
            </td>
          </tr>`,
      )}
    </table>
    ${Object.entries(responses).map(answered)}
  </article>`;
}

/** An example of a success. What failures look like is the same everywhere, and stands with their schema. */
function answered([status, { content = {} }]: [string, Answer]): Html {
  const example = content["application/json"]?.example;
  return example === undefined
    ? html``
    : html`<p>${status}, for example</p>
        <pre>${JSON.stringify(example, undefined, 2)}</pre>`;
}

function needs({ security, "x-scope": scopes = [], "x-only": only, "x-confirmed": confirmed }: Operation): string {
  if (security?.length === 0) return "Needs no credential.";
  const whose = only === undefined ? "" : ` Only for the ${only}${only === "owner" ? ", in person" : ""}.`;
  const when = confirmed === "always" ? "" : `, ${confirmed}`;
  const proof = confirmed === undefined ? "" : ` Of a person with a recent proof of who they are${when}.`;
  return `Needs ${scopes.length === 0 ? "any credential" : scopes.join(" and ")}.${whose}${proof}`;
}

function body([type, { schema: shape, example }]: [string, Content]): Html {
  return html`<p>${reference(shape)} <small>${type}</small></p>
    ${shape && fieldsOf(shape).length > 0 && table(shape)}
    ${example !== undefined && html`<pre>${typeof example === "string" ? example : JSON.stringify(example, undefined, 2)}</pre>`}`;
}

function schema([name, entry]: [string, unknown]): Html {
  const shape = entry as Shape;
  const fields = fieldsOf(shape).length > 0 ? table(shape) : html`<p><code>${typeOf(shape)}</code></p>`;
  return html`<article id="schema-${name}">
    <h3>${name}</h3>
    ${fields}
  </article>`;
}

function table(shape: Shape): Html {
  return html`<table>
    ${fieldsOf(shape).map((field) => row(field.name, field.required, field.shape, field.shape.description))}
  </table>`;
}

function row(name: string, required: boolean, shape: Shape, description = ""): Html {
  return html`<tr>
    <th><code>${name}</code>${!required && " (optional)"}</th>
    <td>${reference(shape)}</td>
    <td>${description}</td>
  </tr>`;
}

/** The type, with a link where it has a name. */
function reference(shape: Shape | undefined): Html {
  if (!shape) return html``;
  const named = shape.$ref ?? shape.items?.$ref;
  const type = html`<code>${typeOf(shape)}</code>`;
  return named === undefined ? type : html`<a href="#schema-${nameOf(named)}">${type}</a>`;
}

function call({ method, path, operation: { requestBody, security } }: Described): string {
  const key = security?.length === 0 ? "" : ` \\\n  -H "Authorization: Bearer $PAISSIVE_KEY"`;
  const example = requestBody?.content["application/json"]?.example;
  const data =
    example === undefined ? (requestBody ? "-d @body.json" : "") : `-d '${JSON.stringify(example).replaceAll("'", String.raw`'\''`)}'`;
  const sent =
    data === "" ? "" : ` \\\n  -H "Content-Type: ${Object.keys(requestBody?.content ?? {})[0] ?? "application/json"}" \\\n  ${data}`;
  return `curl -X ${method} "$PAISSIVE_URL${path}"${key}${sent}`;
}
