import { Validator } from '@seriousme/openapi-schema-validator';
import t from 'tap';
import { registry } from '../../src/handlers/index.js';
import type { Registry } from '../../src/handlers/registry.js';
import { openapi } from '../../src/http/openapi.js';
import { smallRegistry } from './registry.js';

type Operation = {
  operationId: string;
  parameters: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { content: { 'application/json': { schema: Record<string, unknown> } } };
  responses: Record<string, unknown>;
  security?: unknown[];
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
};

const small = smallRegistry({ wait: async () => {}, lists: 0, decisions: 0 });

function documentOf(from: Registry): Document {
  return JSON.parse(JSON.stringify(openapi(from))) as Document;
}

for (const [name, from] of Object.entries({ small, whole: registry() })) {
  t.test(`openapi of the ${name} registry: valid, and complete`, async (t) => {
    const document = documentOf(from);
    const verdict = await new Validator().validate(structuredClone(document));
    t.same(verdict.errors ?? [], []);
    t.equal(verdict.valid, true);

    const routes = [
      ...from.commands.flatMap((spec) =>
        [spec.path, ...(spec.alsoPath ? [spec.alsoPath] : [])].map(
          (path) => [spec.method, path, spec.type, spec] as const,
        ),
      ),
      ...from.queries.map((spec) => ['GET', spec.path, spec.name, spec] as const),
    ];
    for (const [method, path, id, spec] of routes) {
      const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase()];
      t.ok(operation?.operationId.startsWith(id), `${method} ${path} is ${id}`);
      const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path');
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      t.same(
        inPath?.map(({ name }) => name),
        named,
      );
      t.equal(operation?.security?.length, spec.reach === 'public' ? 0 : undefined);
      const schema = operation?.requestBody?.content['application/json'].schema;
      const properties = Object.keys((schema?.properties ?? {}) as object);
      t.same(
        properties.filter((name) => named.includes(name)),
        [],
        'the path alone says what it says',
      );
    }
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    t.equal(new Set(ids).size, ids.length, 'operation ids are unique');
    const known = new Set(
      Object.entries(document.components).flatMap(([kind, of]) =>
        Object.keys(of as object).map((name) => `#/components/${kind}/${name}`),
      ),
    );
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '');
    t.same(
      references.filter((to) => !known.has(to)),
      [],
      'every reference leads somewhere',
    );
    t.notMatch(text, /"\$id"/);
  });
}

t.test('openapi: shared shapes are named once, choices are enums', async (t) => {
  const document = documentOf(registry());
  const schemas = document.components.schemas as Record<
    string,
    { properties: Record<string, object> }
  >;
  for (const name of ['Bill', 'Menu', 'Order', 'Problem', 'Ticket']) t.ok(schemas[name], name);
  t.match(schemas.Order?.properties.status, { enum: ['open', 'billed', 'paid', 'cancelled'] });
  t.match(schemas.Order?.properties.totals, { $ref: '#/components/schemas/Totals' });
  const patch = document.paths['/api/v1/outlets/{outletId}/menu/items/{itemId}']?.patch;
  t.match(patch?.requestBody?.content['application/json'].schema, { minProperties: 1 });
  const calculate = document.paths['/api/v1/outlets/{outletId}/orders:calculate']?.post;
  t.match(calculate?.requestBody?.content['application/json'].schema, {
    $ref: '#/components/schemas/NewOrder',
  });
});
