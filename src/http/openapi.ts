import type { TObject, TSchema } from '@sinclair/typebox';
import { Id } from '../domain/shapes/primitives.js';
import type { Registry } from '../handlers/registry.js';
import type { AnyCommand, AnyQuery } from '../handlers/spec.js';
import { Components, type Json } from './components.js';
import { parameterNames } from './input.js';
import { monitoringPaths } from './monitoring.js';
import {
  HEADERS,
  OWN_OPERATIONS,
  PARAMETERS,
  problemResponses,
  refusals,
} from './openapi-parts.js';
import { pathsOf, PREFIX } from './routes.js';

/** The OpenAPI 3.1 document of everything in the registry, from the schemas that validate it. */
export function openapi(registry: Registry): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  const put = (method: string, path: string, operation: Json) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  };
  for (const spec of registry.commands) {
    for (const path of pathsOf(spec))
      put(spec.method, PREFIX + path, ofCommand(spec, path, components));
  }
  for (const spec of registry.queries) put('GET', PREFIX + spec.path, ofQuery(spec, components));
  for (const [path, operation] of Object.entries(OWN_OPERATIONS)) put('GET', path, operation);
  Object.assign(paths, monitoringPaths(components));
  const responses = problemResponses(components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'kotd',
      version: '1',
      description: 'The restaurant server: orders, kitchen tickets, bills and payments.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: tagsOf(registry).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: components.schemas,
      parameters: PARAMETERS,
      headers: HEADERS,
      responses,
    },
  };
}

function ofCommand(spec: AnyCommand, path: string, components: Components): Json {
  const names = parameterNames(path);
  const { body } = spec;
  const fields = Object.keys(body.properties).filter((name) => !names.includes(name));
  const written = names.some((name) => name in body.properties)
    ? without(body, names, components)
    : components.write(body);
  const required = (body.required ?? []).some((name) => fields.includes(name));
  const more = names.filter((name) => !parameterNames(spec.path).includes(name));
  return {
    ...common(spec, [spec.type, ...more].join('.'), spec.type),
    parameters: [
      ...pathParameters(names, body, components),
      { $ref: '#/components/parameters/IdempotencyKey' },
      ...(spec.reach === 'outlet' ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
      { $ref: '#/components/parameters/RequestId' },
    ],
    requestBody: { required, content: { 'application/json': { schema: written } } },
    responses: {
      [spec.status]: success(
        spec.answer,
        spec.status,
        ['ETag', 'Idempotency-Replayed'],
        components,
      ),
      ...refusals([400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 500, 503]),
    },
  };
}

function ofQuery(spec: AnyQuery, components: Components): Json {
  const names = parameterNames(spec.path);
  const { properties, required = [] } = spec.query;
  const asked = Object.entries(properties).filter(([name]) => !names.includes(name));
  return {
    ...common(spec, spec.name, spec.name),
    parameters: [
      ...pathParameters(names, spec.query, components),
      ...asked.map(([name, schema]) => ({
        name,
        in: 'query',
        required: required.includes(name),
        schema: components.write(schema),
      })),
      { $ref: '#/components/parameters/IfNoneMatch' },
      { $ref: '#/components/parameters/RequestId' },
    ],
    responses: {
      200: success(
        spec.answer,
        200,
        spec.cached ? ['ETag', 'Age', 'Warning'] : ['ETag'],
        components,
      ),
      304: { description: 'What If-None-Match names still holds' },
      ...refusals([400, 401, 403, 404, 422, 429, 500, 503]),
    },
  };
}

function common(
  { summary, reach }: AnyCommand | AnyQuery,
  operationId: string,
  name: string,
): Json {
  return {
    operationId,
    summary,
    tags: [firstWord(name)],
    ...(reach === 'public' ? { security: [] } : {}),
  };
}

function pathParameters(names: readonly string[], schema: TObject, components: Components): Json[] {
  return names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: components.write(schema.properties[name] ?? Id),
  }));
}

/** What remains for the body when the path says some of the fields. */
function without(body: TObject, names: readonly string[], components: Components): Json {
  const inPath = Object.keys(body.properties).filter((name) => names.includes(name));
  const { properties, required = [], minProperties, ...rest } = body;
  const left = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  return {
    ...(components.write(rest) as Json),
    properties: Object.fromEntries(left.map(([name, of]) => [name, components.write(of)])),
    required: required.filter((name) => !inPath.includes(name)),
    ...(minProperties === undefined ? {} : { minProperties: minProperties - inPath.length }),
  };
}

function success(
  answer: TSchema,
  status: number,
  headers: readonly string[],
  components: Components,
): Json {
  const all = [...headers, 'RateLimit', 'RateLimit-Policy', 'X-Request-Id'];
  return {
    description: status === 204 ? 'Done; there is nothing to say' : 'Done',
    headers: Object.fromEntries(
      all.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
    ),
    ...(status === 204
      ? {}
      : { content: { 'application/json': { schema: components.write(answer) } } }),
  };
}

function tagsOf({ commands, queries }: Registry): string[] {
  const names = [
    ...commands.map(({ type }) => type),
    ...queries.map(({ name }) => name),
    'health.',
    'monitoring.',
  ];
  return [...new Set(names.map(firstWord))].sort();
}

/** `order` of `order.addLines`. */
function firstWord(name: string): string {
  return name.split('.')[0] ?? name;
}
