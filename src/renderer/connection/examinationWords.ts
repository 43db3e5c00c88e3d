import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ErrorCode } from '../../shared/domain.ts';
import type { ExaminationStep, Finding, Found } from '../../shared/examination.ts';
import { formatDate } from '../format/time.ts';
import { sentenceOf } from '../i18n/errors.ts';

export const stepWords: Record<ExaminationStep, MessageDescriptor> = {
  name: msg`Имя сервера`,
  proxy: msg`Прокси`,
  tls: msg`Защищённое соединение`,
  port: msg`Порт`,
  health: msg`Сервер чата`,
  signIn: msg`Вход`,
  connection: msg`Постоянное соединение`,
  room: msg`Вход в чат`,
  echo: msg`Ответ по соединению`,
};

const noAnswer = msg`Соединение есть, но сервер по нему не отвечает. Программа подключится заново; если так и останется, обратитесь к администратору.`;

/** What a failure means at one step, where it is not what it means elsewhere. */
const failuresAt: Partial<Record<ExaminationStep, Partial<Record<ErrorCode, MessageDescriptor>>>> = {
  connection: {
    connectionLost: msg`Запросы проходят, а постоянное соединение не устанавливается. Его может обрывать прокси, антивирус или сетевой экран: обратитесь к администратору.`,
  },
  room: { timeout: noAnswer, connectionLost: noAnswer },
  echo: { timeout: noAnswer },
};

/** Answers a function from a finding to its sentence in the language shown. */
export function useFindingSentence(): (finding: Finding) => string {
  const { i18n } = useLingui();
  const foundSentence = useFoundSentence();
  return (finding) =>
    finding.ok
      ? foundSentence(finding)
      : i18n._(failuresAt[finding.step]?.[finding.code] ?? sentenceOf(finding.code, false));
}

function useFoundSentence(): (found: Found) => string {
  const { t, i18n } = useLingui();
  return (found) => {
    switch (found.found) {
      case 'resolved': {
        const addresses = found.addresses.join(', ');
        return t`Имя найдено: ${addresses}`;
      }
      case 'numeric':
        return t`Адрес без имени, искать его не нужно.`;
      case 'resolvedByProxy':
        return t`Имя ищет прокси-сервер.`;
      case 'direct':
        return t`Напрямую, без прокси.`;
      case 'throughProxy': {
        const { proxy } = found;
        return t`Прокси-сервер ${proxy} пропускает.`;
      }
      case 'secure': {
        if (found.issuer === null || found.until === null) return t`Сертификату сервера можно доверять.`;
        const { issuer } = found;
        const until = formatDate(i18n.locale, found.until);
        return t`Сертификату сервера можно доверять. Выдан: ${issuer}, действует до ${until}`;
      }
      case 'open':
        return t`Принимает соединения, без шифрования.`;
      case 'healthy':
        return t`Сервер чата отвечает.`;
      case 'accepted':
        return t`Сервер узнал вас.`;
      case 'introduced':
        return t`Есть. Сервер сказал, что он умеет.`;
      case 'old':
        return t`Есть. Старый сервер: о том, что умеет, он не говорит.`;
      case 'entered':
        return found.confirmed ? t`Сервер подтвердил вход.` : t`Вошли. Старый сервер входа не подтверждает.`;
      case 'noChats':
        return t`Чатов пока нет, входить некуда.`;
      case 'heard':
        return t`Сервер слышит и отвечает.`;
    }
  };
}
