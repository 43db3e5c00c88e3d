import { useLingui } from '@lingui/react/macro';
import { Fragment } from 'react';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { controlKey } from '../ui/controlKey.ts';
import { Modal } from '../ui/Modal.tsx';
import { TextScroller } from '../ui/TextScroller.tsx';

const control = controlKey;

export function HelpScreen() {
  const { t } = useLingui();
  const edits = useChat((state) => state.connection.features.includes('edit'));
  const groups: { title: string; keys: [string[], string][] }[] = [
    {
      title: t`Чаты`,
      keys: [
        [[control, 'K'], t`Перейти к чату или сотруднику`],
        [[control, 'N'], t`Новый чат`],
        [['Alt', '↑ ↓'], t`Соседний чат`],
        [['Alt', 'Shift', '↑ ↓'], t`Соседний непрочитанный чат`],
        [['F6'], t`Чаты, сообщения, поле ввода по кругу`],
        [['Shift', 'F10'], t`Меню чата или сообщения`],
      ],
    },
    {
      title: t`Сообщения`,
      keys: [
        [['↑'], edits ? t`В пустом поле — изменить последнее своё` : t`Из пустого поля ввода — к сообщениям`],
        [[control, '↑ ↓'], t`Ответить на сообщение выше или ниже`],
        [['Enter'], t`Действия с выбранным сообщением`],
        [['Page Up', 'Page Down'], t`Листать сообщения`],
        [[control, 'F'], t`Поиск в чате`],
        [[control, 'Shift', 'F'], t`Поиск во всех чатах`],
        [['Esc'], t`Закрыть, затем — к новым сообщениям`],
        [[control, 'B'], t`Жирный`],
        [[control, 'I'], t`Курсив`],
        [[control, 'Shift', 'M'], t`Код`],
      ],
    },
    {
      title: t`Приложение`,
      keys: [
        [[control, ','], t`Настройки`],
        [[control, '/'], t`Горячие клавиши`],
        [[control, '+ − 0'], t`Масштаб`],
        [[control, 'W'], t`Закрыть окно`],
        [[control, 'Q'], t`Выйти из программы`],
      ],
    },
  ];

  return (
    <Modal title={t`Горячие клавиши`} isOpen onClose={() => showScreen(null)} width="max-w-lg">
      <TextScroller label={t`Горячие клавиши`} className="px-5 pb-5">
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title} className="pb-4">
            <h3 className="pb-1.5 text-[0.8125rem] font-semibold text-muted">{title}</h3>
            <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5">
              {keys.map(([names, words]) => (
                <Fragment key={words}>
                  <dt>{words}</dt>
                  <dd className="flex justify-end gap-1">
                    {names.map((name) => (
                      <kbd
                        key={name}
                        className="min-w-6 rounded-md border border-line bg-sunken px-1.5 py-0.5 text-center font-sans text-xs"
                      >
                        {name}
                      </kbd>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </TextScroller>
    </Modal>
  );
}
