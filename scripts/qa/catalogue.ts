import { scenario as signIn } from '../../tests/e2e/scenarios/01.ts';
import { scenario as message } from '../../tests/e2e/scenarios/02.ts';
import { scenario as answer } from '../../tests/e2e/scenarios/03.ts';
import { scenario as burst } from '../../tests/e2e/scenarios/04.ts';
import { scenario as restart } from '../../tests/e2e/scenarios/05.ts';
import { scenario as cutOff } from '../../tests/e2e/scenarios/06.ts';
import { scenario as offlineQuit } from '../../tests/e2e/scenarios/07.ts';
import { scenario as hotReload } from '../../tests/e2e/scenarios/08.ts';
import { scenario as unread } from '../../tests/e2e/scenarios/09.ts';
import { scenario as typing } from '../../tests/e2e/scenarios/10.ts';
import { scenario as reader } from '../../tests/e2e/scenarios/11.ts';
import { scenario as badInput } from '../../tests/e2e/scenarios/badInput.ts';
import { scenario as keyboard } from '../../tests/e2e/scenarios/keyboard.ts';
import type { Scenario } from '../../tests/support/scenario.ts';
import type { ScenarioServer } from '../../tests/support/server.ts';

export interface Listed {
  /** What the tester types. */
  name: string;
  title: string;
  scenario: Scenario;
  /** The same on a server that is not ours, or why it is not played there. */
  elsewhere: Scenario<ScenarioServer> | { refusal: string };
}

const anywhere = (name: string, title: string, scenario: Scenario<ScenarioServer>): Listed => ({
  name,
  title,
  scenario,
  elsewhere: scenario,
});

const onlyHere = (name: string, title: string, scenario: Scenario, refusal: string): Listed => ({
  name,
  title,
  scenario,
  elsewhere: { refusal },
});

const stopsServer = 'он останавливает сервер';

/** The acceptance list: the same scenarios as the end-to-end tests. */
export const catalogue: readonly Listed[] = [
  anywhere('1', 'Двое входят; перезапуск одного окна не трогает другого', signIn),
  anywhere('2', 'Сообщение от А сразу видно у Б, галочки меняются', message),
  anywhere('3', 'Ответ от Б, с эмодзи', answer),
  anywhere('4', 'По 50 сообщений одновременно: порядок один и тот же', burst),
  onlyHere('5', 'Сервер перезапущен при открытом чате', restart, stopsServer),
  anywhere('6', 'У Б обрыв связи, А пишет десять: потеряно 0', cutOff),
  onlyHere('7', 'А пишет без связи, закрывает и открывает программу', offlineQuit, stopsServer),
  onlyHere('8', 'Обновление окна на лету (режим разработки)', hotReload, 'сервер в нём ни при чём'),
  onlyHere('9', 'Счётчик, одно уведомление, чтение', unread, 'он пишет и третьему человеку'),
  anywhere('10', '«печатает…» появляется и исчезает', typing),
  onlyHere('11', 'Читающего историю ничего не сдвигает', reader, 'он пишет сотни сообщений подряд'),
  onlyHere('12a', 'Ошибки ввода: понятные фразы, текст на месте', badInput, 'он вводит неверные коды'),
  onlyHere('12b', 'Всё с одной клавиатуры, при 200 %, в обеих темах', keyboard, 'он открывает и другие чаты'),
];
