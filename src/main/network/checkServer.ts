import { z } from 'zod';
import type { ErrorCode } from '../../shared/domain.ts';
import { type HttpClient, TransportError, type TransportFailure } from '../chat/ports.ts';

export type CheckResult = { ok: true } | { ok: false; code: ErrorCode };

const timeoutMs = 10_000;
const healthSchema = z.looseObject({ status: z.literal('ok') });

const failureCodes: Record<TransportFailure, ErrorCode> = {
  dns: 'hostNotFound',
  refused: 'connectionRefused',
  certificate: 'certificateInvalid',
  proxy: 'proxyFailed',
  timeout: 'timeout',
  reset: 'connectionLost',
  aborted: 'notChatServer',
};

/** What a person should hear of it. */
export function codeOfTransport({ code, failure }: TransportError): ErrorCode {
  return code ?? failureCodes[failure];
}

/** Asks whether a chat server answers at this origin (GET /health). A page instead may come from a captive portal. */
export async function checkServer(http: HttpClient, address: string): Promise<CheckResult> {
  try {
    const { status, body, isPage } = await http({
      method: 'GET',
      url: `${address}/health`,
      headers: {},
      timeoutMs,
    });
    if (status === 200 && healthSchema.safeParse(body).success) return { ok: true };
    if (status < 400 && isPage) return { ok: false, code: 'captivePortal' };
    return { ok: false, code: status >= 500 ? 'serverFailed' : 'notChatServer' };
  } catch (error) {
    if (error instanceof TransportError) return { ok: false, code: codeOfTransport(error) };
    throw error;
  }
}
