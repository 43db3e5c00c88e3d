import { expect, it } from 'vitest';
import { commandArguments } from '../../../src/shared/bridge.ts';
import { cleanName, maximumDialogName, maximumPersonName } from '../../../src/shared/names.ts';
import { dialogSchema, memberSchema, reactionSchema, userNameSchema } from './parse.ts';

const { setReaction, addMembers, createDialog, updateName } = commandArguments;
const takes = (schema: { safeParse(input: unknown): { success: boolean } }, input: unknown) =>
  schema.safeParse(input).success;

/** The lengths at which one of the two could begin to refuse. */
const lengths = [1, 31, 32, 33, 63, 64, 65, 100, 101, 199, 200, 201, 1_000, 1_001];

it.each(lengths)('a reaction or an id of %i units is taken by both ends or by neither', (length) => {
  const word = 'x'.repeat(length);
  expect(takes(setReaction, { key: 'k', emoji: word })).toBe(takes(reactionSchema, { reaction: word }));
  expect(takes(addMembers, { dialogId: 'dlg_1', userIds: [word] })).toBe(
    takes(memberSchema, { userId: word }),
  );
  const people = Array.from({ length }, (_, index) => `usr_${index}`);
  expect(takes(createDialog, { name: 'Имя', memberIds: people })).toBe(
    takes(dialogSchema, { name: 'Имя', memberIds: people }),
  );
});

it.each(lengths)(
  'every name of %i units that a server takes can be typed, spaces around it included',
  (length) => {
    const typed = ` ${'я'.repeat(length)} `;
    expect(takes(userNameSchema, typed)).toBe(length <= maximumPersonName);
    expect(takes(dialogSchema, { name: typed })).toBe(length <= maximumDialogName);
    if (cleanName(typed).length <= Math.max(maximumPersonName, maximumDialogName)) {
      expect(takes(updateName, { name: typed })).toBe(true);
      expect(takes(createDialog, { name: typed, memberIds: ['usr_1'] })).toBe(true);
    }
  },
);
