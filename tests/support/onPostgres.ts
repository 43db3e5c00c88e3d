import type { TestProject } from 'vitest/node';
import { createTemplate } from '../../server/src/store/testing/postgresDatabases.ts';
import { PostgresServer } from './postgres.ts';

/** One PostgreSQL for all tests of a run; each takes a database of its own in it (`freshDatabase`). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresServer.start();
  await createTemplate(server.url()).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  project.provide('postgres', server.url());
  return () => server.close();
}
