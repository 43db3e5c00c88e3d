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

export interface Listed {
  /** What the tester types. */
  name: string;
  title: string;
  scenario: Scenario;
}

/** The acceptance list: the same scenarios as the end-to-end tests. */
export const catalogue: readonly Listed[] = [
  { name: '1', title: 'Двое входят; перезапуск одного окна не трогает другого', scenario: signIn },
  { name: '2', title: 'Сообщение от А сразу видно у Б, галочки меняются', scenario: message },
  { name: '3', title: 'Ответ от Б, с эмодзи', scenario: answer },
  { name: '4', title: 'По 50 сообщений одновременно: порядок один и тот же', scenario: burst },
  { name: '5', title: 'Сервер перезапущен при открытом чате', scenario: restart },
  { name: '6', title: 'У Б обрыв связи, А пишет десять: потеряно 0', scenario: cutOff },
  { name: '7', title: 'А пишет без связи, закрывает и открывает программу', scenario: offlineQuit },
  { name: '8', title: 'Обновление окна на лету (режим разработки)', scenario: hotReload },
  { name: '9', title: 'Счётчик, одно уведомление, чтение', scenario: unread },
  { name: '10', title: '«печатает…» появляется и исчезает', scenario: typing },
  { name: '11', title: 'Читающего историю ничего не сдвигает', scenario: reader },
  { name: '12a', title: 'Ошибки ввода: понятные фразы, текст на месте', scenario: badInput },
  { name: '12b', title: 'Всё с одной клавиатуры, при 200 %, в обеих темах', scenario: keyboard },
];
