import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ErrorCode } from '../../shared/domain.ts';

/** One sentence for each failure: what happened and what to do. */
export const errorSentences: Record<ErrorCode, MessageDescriptor> = {
  phoneRequired: msg`Введите номер телефона.`,
  phoneInvalid: msg`Проверьте номер: нужны 11 цифр, например +7 900 000-00-00.`,
  phoneTaken: msg`Этот номер уже занят. Укажите другой или обратитесь к администратору.`,
  nameRequired: msg`Введите имя, чтобы коллеги вас узнали.`,
  codeRequired: msg`Введите код из СМС.`,
  codeInvalid: msg`Код не подошёл или устарел. Проверьте его или запросите новый.`,
  tooManyAttempts: msg`Слишком много попыток. Подождите несколько минут и попробуйте снова.`,
  codeUsedUp: msg`Код больше не действует: попыток было слишком много. Запросите новый код.`,
  codeNotSent: msg`Не удалось отправить СМС. Попробуйте ещё раз через минуту.`,
  phoneUnknown: msg`Этот номер не зарегистрирован. Проверьте его или зарегистрируйтесь.`,
  registrationClosed: msg`Регистрация на этом сервере закрыта. Обратитесь к администратору.`,
  userNotFound: msg`Этот номер не зарегистрирован. Проверьте его или перейдите на вкладку «Регистрация».`,
  dialogNotFound: msg`Чат не найден. Возможно, его удалили.`,
  dialogNameRequired: msg`Введите название группы.`,
  nameTooLong: msg`Слишком длинно. Сократите имя или название.`,
  nameUnfit: msg`В имени и названии не бывает переносов строк и невидимых знаков. Уберите их.`,
  messageNotFound: msg`Сообщение не найдено. Возможно, его удалили.`,
  messageRemoved: msg`Это сообщение уже удалено.`,
  changeTooLate: msg`Это сообщение уже нельзя ни изменить, ни удалить: прошло слишком много времени.`,
  notMember: msg`Вы больше не участник этого чата.`,
  forbidden: msg`На это у вас нет прав. Обратитесь к администратору чата.`,
  messageEmpty: msg`Сообщение пустое. Напишите что-нибудь.`,
  messageTooLong: msg`Сообщение длиннее 10 000 символов. Сократите его или отправьте по частям.`,
  filesNotSupported: msg`Этот сервер не принимает файлы.`,
  fileTooLarge: msg`Файл слишком большой для этого сервера.`,
  fileEmpty: msg`Файл пустой, отправлять нечего.`,
  fileRefused: msg`Сервер не принял этот файл: он повреждён или такой тип запрещён.`,
  fileMissing: msg`Файла больше нет. Выберите его ещё раз.`,
  tooManyFiles: msg`Слишком много файлов для одного сообщения. Отправьте их по частям.`,
  conflict: msg`Данные успели измениться. Попробуйте ещё раз.`,
  sessionExpired: msg`Сеанс завершён. Войдите снова.`,
  accountDisabled: msg`Учётная запись отключена администратором. Обратитесь к нему.`,
  addressInvalid: msg`Это не похоже на адрес. Введите его полностью, например https://chat.example.ru.`,
  addressInsecure: msg`Соединение без шифрования запрещено. Используйте адрес, который начинается с https://.`,
  serverLocked: msg`Адрес сервера задан администратором, сменить его нельзя.`,
  hostNotFound: msg`Сервер с таким именем не найден. Проверьте адрес и подключение к сети.`,
  connectionRefused: msg`Сервер не принимает подключения. Проверьте адрес и порт или попробуйте позже.`,
  connectionLost: msg`Нет связи с сервером. Проверьте подключение к сети и попробуйте ещё раз.`,
  timeout: msg`Сервер не ответил вовремя. Попробуйте ещё раз.`,
  certificateInvalid: msg`Сертификат сервера не прошёл проверку. Обратитесь к администратору.`,
  certificateExpired: msg`Срок действия сертификата сервера не наступил или истёк. Проверьте дату на компьютере или обратитесь к администратору.`,
  certificateWrongHost: msg`Сертификат сервера выдан для другого адреса. Проверьте адрес или обратитесь к администратору.`,
  certificateUntrusted: msg`Сертификат сервера выдан центром, которому этот компьютер не доверяет. Обратитесь к администратору.`,
  proxyFailed: msg`Прокси-сервер не пропустил запрос. Проверьте настройки сети.`,
  proxyUnreachable: msg`Прокси-сервер недоступен. Проверьте настройки прокси и подключение к сети.`,
  proxyScriptFailed: msg`Не удалось прочитать сценарий настройки прокси (PAC). Проверьте настройки сети.`,
  notChatServer: msg`По этому адресу нет сервера чата. Проверьте адрес.`,
  serverFailed: msg`На сервере произошла ошибка. Попробуйте ещё раз через минуту.`,
  serverSlow: msg`Сервер отвечает медленно. Загрузим, как только получится.`,
  storageFailed: msg`Не удалось сохранить данные на этом компьютере. Проверьте, есть ли место на диске.`,
  linkRefused: msg`Эту ссылку нельзя открыть: она ведёт не на сайт.`,
  alreadyMember: msg`Этот человек уже в чате.`,
  notSupported: msg`Этот сервер так не умеет. Обратитесь к администратору.`,
  notReport: msg`Этот файл не похож на отчёт диагностики. Возможно, он повреждён или сделан более новой версией.`,
  saveFailed: msg`Не удалось сохранить файл. Выберите другую папку и попробуйте ещё раз.`,
  proxyLogin: msg`Прокси-сервер требует имя и пароль. Обратитесь к администратору.`,
  captivePortal: msg`Вместо сервера чата ответила веб-страница. Если сеть просит войти через браузер, откройте любой сайт и войдите; если нет, проверьте адрес.`,
  invalidArguments: msg`Не получилось: введены неподходящие данные. Проверьте их и попробуйте ещё раз.`,
  internal: msg`Что-то пошло не так. Попробуйте ещё раз или перезапустите приложение.`,
};

/** Where the server was found long ago, its address is not what a person has to look at; nor is there anybody to sign in. */
const signedInSentences: Partial<Record<ErrorCode, MessageDescriptor>> = {
  connectionRefused: errorSentences.connectionLost,
  hostNotFound: msg`Сервер не найден. Проверьте подключение к сети.`,
  notChatServer: msg`Сервер ответил не так, как отвечает чат. Попробуйте позже или обратитесь к администратору.`,
  userNotFound: msg`Этого человека больше нет на сервере.`,
  tooManyAttempts: msg`Слишком много запросов. Подождите немного и попробуйте снова.`,
  accountDisabled: msg`Учётная запись этого человека отключена: добавить его или начать с ним чат нельзя.`,
};

/** What a failure means where it is met. */
export function sentenceOf(code: ErrorCode, isSignedIn: boolean): MessageDescriptor {
  return (
    (isSignedIn ? signedInSentences[code] : undefined) ?? errorSentences[code] ?? errorSentences.internal
  );
}
