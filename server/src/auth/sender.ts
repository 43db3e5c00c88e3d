/** Brings a sign-in code to its phone: an SMS service in production, the console for a try-out. */
export interface CodeSender {
  send: (phone: string, code: string) => Promise<void>;
}

const SEND_TIMEOUT_MS = 10_000;

/** Writes the code to standard error: for an operator who reads it out. */
export const consoleSender: CodeSender = {
  send: async (phone, code) => {
    process.stderr.write(`Sign-in code for ${phone}: ${code}\n`);
  },
};

/** POSTs `{phone, code, text}` as JSON to the address of a sending service; any 2xx answer means sent. */
export function httpSender(url: string, token?: string): CodeSender {
  return {
    send: async (phone, code) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ phone, code, text: `Chat3: ${code}` }),
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The sending service answered ${response.status}`);
    },
  };
}
