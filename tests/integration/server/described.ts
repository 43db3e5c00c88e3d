import { expect } from 'vitest';
import { describedRoutes } from '../../../server/src/http/openApi.ts';

const routes = describedRoutes().then((found) =>
  found.map(({ method, url, operation }) => ({
    method,
    pattern: new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`),
    operation,
  })),
);

/** An answer that went well is as OpenAPI says, and has nothing that it does not say. */
export async function expectAsDescribed(answer: {
  verb: string;
  path: string;
  status: number;
  body: unknown;
}): Promise<void> {
  const { verb, path, status, body } = answer;
  const [place = ''] = path.split('?', 1);
  const route = (await routes).find(({ method, pattern }) => method === verb && pattern.test(place));
  if (!route) throw new Error(`${verb} ${path} is answered and not described`);
  const { answer: shape, status: statuses = [200] } = route.operation;
  expect(statuses).toContain(status);
  if (shape === null) throw new Error(`${verb} ${path} is described as no JSON`);
  // A reaction of that name is left out by zod, which makes no objects of it.
  const sound: unknown = JSON.parse(JSON.stringify(body), (key, value) =>
    key === '__proto__' ? undefined : value,
  );
  expect(sound).toEqual(shape.parse(sound));
}
