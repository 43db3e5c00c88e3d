import { useLingui } from '@lingui/react/macro';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useChat } from '../state/store.ts';
import { showScreen } from '../state/view.ts';
import { classNames } from '../ui/classNames.ts';
import { Modal } from '../ui/Modal.tsx';
import { useNarrow } from '../ui/useMediaQuery.ts';
import { AboutTab } from './AboutTab.tsx';
import { DevicesTab } from './DevicesTab.tsx';
import { GeneralTab } from './GeneralTab.tsx';
import { NotificationsTab } from './NotificationsTab.tsx';
import { ProfileTab } from './ProfileTab.tsx';
import { StorageTab } from './StorageTab.tsx';

export function SettingsScreen() {
  const { t } = useLingui();
  const narrow = useNarrow();
  const hasSessions = useChat((state) => state.connection.features.includes('sessions'));
  const tabs = [
    { id: 'general', words: t`Общие`, Panel: GeneralTab },
    { id: 'notifications', words: t`Уведомления`, Panel: NotificationsTab },
    { id: 'profile', words: t`Профиль`, Panel: ProfileTab },
    ...(hasSessions ? [{ id: 'devices', words: t`Устройства`, Panel: DevicesTab }] : []),
    { id: 'storage', words: t`Хранилище`, Panel: StorageTab },
    { id: 'about', words: t`О программе`, Panel: AboutTab },
  ];

  return (
    <Modal
      title={t`Настройки`}
      isOpen
      onClose={() => showScreen(null)}
      width="max-w-2xl"
      className="h-[min(38rem,100%)]"
    >
      <Tabs
        orientation={narrow ? 'horizontal' : 'vertical'}
        className={classNames('flex min-h-0 flex-1', narrow && 'flex-col')}
      >
        <TabList
          aria-label={t`Настройки`}
          className={classNames(
            'flex shrink-0 gap-0.5',
            narrow ? 'flex-wrap px-4 pb-2' : 'w-48 flex-col overflow-y-auto px-3 pb-4',
          )}
        >
          {tabs.map(({ id, words }) => (
            <Tab
              key={id}
              id={id}
              className="rounded-lg px-3 py-2 focus-inside hover:bg-hover selected:bg-accent-soft selected:font-medium selected:text-accent"
            >
              {words}
            </Tab>
          ))}
        </TabList>
        {tabs.map(({ id, Panel }) => (
          <TabPanel
            key={id}
            id={id}
            className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 pt-1 pb-5 focus-inside"
          >
            <Panel />
          </TabPanel>
        ))}
      </Tabs>
    </Modal>
  );
}
