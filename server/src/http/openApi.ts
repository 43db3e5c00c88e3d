import { z } from 'zod';
import type { ServerContext } from '../context.ts';
import {
  attachmentShape,
  briefUserShape,
  dialogDetailsShape,
  dialogItemShape,
  marksShape,
  memberShape,
  messageShape,
  sessionShape,
  userShape,
} from '../contract/wire.ts';
import { productionLimits } from '../limits/limits.ts';
import { alone } from '../limits/spending.ts';
import { addRoutes, createHttp } from './http.ts';
import { type DescribedRoute, done, routesOf } from './operation.ts';

/** Shapes that have a name of their own in the document. */
const NAMED = {
  BriefUser: briefUserShape,
  User: userShape,
  Session: sessionShape,
  Dialog: dialogItemShape,
  DialogDetails: dialogDetailsShape,
  Member: memberShape,
  Marks: marksShape,
  Message: messageShape,
  Attachment: attachmentShape,
  Done: done,
  Failure: z.object({ success: z.literal(false), error: z.string(), code: z.string().optional() }),
};

type Json = Record<string, unknown>;

/** Every route of a server, as it is added to one. Throws where one is not described. */
export async function describedRoutes(): Promise<DescribedRoute[]> {
  const app = createHttp({ logLevel: 'silent', trusts: () => false });
  const routes = routesOf(app);
  // Nobody asks this one anything.
  const context = { limits: productionLimits, elapsed: () => 0, shared: () => alone };
  await addRoutes(app, context as unknown as ServerContext, () => false);
  return routes;
}

/** All of the REST interface as OpenAPI 3.1, of the schemas that requests are read with. */
export async function openApi(): Promise<Json> {
  const schemas = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) schemas.add(schema, { id });
  const paths: Record<string, Json> = {};
  for (const route of await describedRoutes()) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  // What requests are written with: what their schemas make of that is the server's own.
  const options = { io: 'input', uri: refTo } as const;
  const made = z.toJSONSchema(schemas, options);
  const isAnId = (key: string, value: unknown) => (key === '$id' || key === '$schema' ? undefined : value);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chat3 server',
      version: '1',
      description: 'The rules behind it are in docs/protocol.md; what is live goes by Socket.IO.',
    },
    paths,
    components: {
      schemas: JSON.parse(JSON.stringify(made.schemas, isAnId)) as Json,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

const refTo = (id: string) => `#/components/schemas/${id}`;

function operationOf(
  { method, url, operation }: DescribedRoute,
  schemas: z.core.$ZodRegistry<{ id: string }>,
) {
  const operationId = operationIdOf(method, url);
  const contentOf = (id: string) => ({ 'application/json': { schema: { $ref: refTo(id) } } });
  const named = (suffix: string, schema: z.ZodType) => {
    const id = `${operationId}${suffix}`;
    // One schema may serve several routes.
    if (!schemas.has(schema)) schemas.add(schema, { id });
    return contentOf(schemas.get(schema)?.id ?? id);
  };
  const { summary, body, query = {}, answer, status = [200], isOpen = false } = operation;
  const parameters = [
    ...[...url.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query).map(([name, schema]) => {
      const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
      return { name, in: 'query', schema: rest };
    }),
  ];
  const content = answer && { content: named('Answer', answer) };
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: named('Body', body) } }),
    responses: {
      ...Object.fromEntries(status.map((code) => [code, { description: 'Success', ...content }])),
      default: { description: 'A failure', content: contentOf('Failure') },
    },
    security: isOpen ? [] : [{ token: [] }],
  };
}

/** `getDialogsDialogIdMembers` of GET /api/dialogs/:dialogId/members. */
function operationIdOf(method: string, url: string): string {
  const words = url.replace(/^\/api/, '').match(/\w+/g) ?? [];
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
