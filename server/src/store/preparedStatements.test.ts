import { expect, test } from 'vitest';
import { PreparedStatements } from './preparedStatements.ts';

test('a text keeps its name, another has another', () => {
  const statements = new PreparedStatements();
  const name = statements.nameOf('select 1');
  expect(name).toBeTypeOf('string');
  expect(statements.nameOf('select 1')).toBe(name);
  expect(statements.nameOf('select 2')).not.toBe(name);
});

test('lists of every length do not fill the connections', () => {
  const statements = new PreparedStatements();
  const names = Array.from({ length: 10_000 }, (_, length) =>
    statements.nameOf(`in (${'?,'.repeat(length)})`),
  );
  expect(names.filter((name) => name !== undefined).length).toBe(300);
  expect(statements.nameOf('in ()')).toBe(names[0]);
});

test('what was forgotten is prepared under a name that was never used', () => {
  const statements = new PreparedStatements();
  const before = ['a', 'b', 'c'].map((text) => statements.nameOf(text));
  statements.forget();
  const after = ['c', 'b', 'a'].map((text) => statements.nameOf(text));
  expect(new Set([...before, ...after]).size).toBe(6);
});
