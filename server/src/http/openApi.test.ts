import { expect, test } from 'vitest';
import { z } from 'zod';
import { createHttp } from './http.ts';
import { describedRoutes, openApi } from './openApi.ts';
import { routesOf } from './operation.ts';

test('every route is in it once, with its parameters, and what it refers to is there', async () => {
  const document = await openApi();
  const text = JSON.stringify(document);
  const { paths, components } = z
    .object({
      paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    })
    .parse(document);
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(ids).toHaveLength((await describedRoutes()).length);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(paths)).toContain('/api/dialogs/{dialogId}/members/{userId}');
  const refs = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, id]) => id);
  expect(refs.length).toBeGreaterThan(0);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(refs));
  expect(text).not.toMatch(/\$id|\$schema|"\$ref":"(?!#\/components)/);
});

test('a body is what its route reads: a length or a word that the schema knows stands in it', async () => {
  const { components } = (await openApi()) as { components: { schemas: Record<string, unknown> } };
  expect(components.schemas['postDialogsBody']).toMatchObject({
    required: ['name'],
    properties: { kind: { enum: ['direct', 'group'] }, memberIds: { maxItems: 1_000 } },
  });
});

test('a route that says nothing of itself cannot be added to what is described', () => {
  const app = createHttp({ logLevel: 'silent', trusts: () => false });
  routesOf(app);
  expect(() => app.get('/api/secret', async () => ({}))).toThrow('GET /api/secret is not described');
});
