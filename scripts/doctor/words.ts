/** What the doctor says: for whoever runs a server, with the words of the failure itself. */
import { ApiError } from '../../src/main/chat/rest/rest.ts';
import type { ExaminationStep, Finding } from '../../src/shared/examination.ts';

export const stepNames: Record<ExaminationStep, string> = {
  name: 'Имя',
  proxy: 'Прокси',
  tls: 'TLS',
  port: 'Порт',
  health: 'Сервер чатов',
  signIn: 'Вход',
  connection: 'Соединение',
  room: 'Комната',
  echo: 'Эхо',
};

const troubles: Partial<Record<ExaminationStep, string>> = {
  name: 'имя не найдено: проверьте адрес и сеть',
  health: 'по этому адресу отвечает не сервер чатов',
  echo: 'соединение есть, но сервер не отвечает',
};

export function sentenceOf(finding: Finding, error: unknown): string {
  if (!finding.ok) {
    if (error instanceof ApiError) return `сервер отказал: ${error.sentence ?? error.code}`;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const words = cause instanceof Error ? cause.message : String(cause);
    return `${troubles[finding.step] ?? `не получилось: ${words}`} (${finding.code})`;
  }
  switch (finding.found) {
    case 'resolved':
      return finding.addresses.join(', ');
    case 'numeric':
      return 'адрес без имени';
    case 'resolvedByProxy':
      return 'имя ищет прокси';
    case 'direct':
      return 'напрямую';
    case 'throughProxy':
      return `через ${finding.proxy}`;
    case 'secure':
      return `выдан ${finding.issuer}, до ${new Date(finding.until ?? 0).toISOString().slice(0, 10)}`;
    case 'open':
      return 'принимает соединения, без шифрования';
    case 'healthy':
      return 'отвечает на /health';
    case 'accepted':
      return 'сервер узнал, кто это';
    case 'introduced':
      return 'есть; сервер представился';
    case 'old':
      return 'есть; сервер не представился (старый)';
    case 'entered':
      return finding.confirmed ? 'вошли, сервер подтвердил' : 'вошли; этот сервер не подтверждает вход';
    case 'noChats':
      return 'чатов нет, входить некуда';
    case 'heard':
      return 'сервер отвечает в соединении';
  }
}
