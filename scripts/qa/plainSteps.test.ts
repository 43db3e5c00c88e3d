import { describe, expect, test } from 'vitest';
import { PlainStepsError, readPlainSteps, samples } from './plainSteps.ts';

const actionsOf = (text: string) => readPlainSteps(text, 'own').steps.map(({ action }) => action);

describe('a tester’s own steps', () => {
  test('are read in Russian and in English, with either alphabet’s letters', () => {
    const wanted = [
      { does: 'writes', who: 'A', text: 'Привет: ты где?' },
      { does: 'sees', who: 'B', text: 'Привет: ты где?' },
      { does: 'tick', who: 'A', tick: 'read', text: 'Привет: ты где?' },
      { does: 'goesOffline', who: 'B' },
      { does: 'serverStops' },
      { does: 'lost', who: 'B', count: 0 },
    ];
    const russian = `
      А пишет: Привет: ты где?
      Б видит: Привет: ты где?
      А галочка прочитано: Привет: ты где?
      Б без сети
      Сервер останавливается.
      Б потеряно: 0`;
    const english = `
      A writes: Привет: ты где?
      B sees: Привет: ты где?
      A tick read: Привет: ты где?
      B offline
      Server stops
      B lost: 0`;
    expect(actionsOf(russian)).toEqual(wanted);
    expect(actionsOf(english)).toEqual(wanted);
  });

  test('a line knows where it stands; what is for the reader is passed over', () => {
    const text = 'Название: Обрыв\n# Сначала всё хорошо\n\nA без сети\n';
    expect(readPlainSteps(text, 'own')).toEqual({
      title: 'Обрыв',
      steps: [{ line: 4, words: 'A без сети', action: { does: 'goesOffline', who: 'A' } }],
    });
  });

  test('what is no step is named, every line of it', () => {
    const text = 'A пишет: раз\nA танцует\nC пишет: два\nA пишет:';
    expect(() => readPlainSteps(text, 'own')).toThrow(
      new PlainStepsError('2: A танцует\n3: C пишет: два\n4: A пишет:'),
    );
  });

  test.each(Object.entries(samples))('a sample of «%s» is one', (does, line) => {
    expect(actionsOf(line).map((action) => action.does)).toEqual([does]);
  });
});
