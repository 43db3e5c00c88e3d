export interface Stage {
  url: string;
  /** Of the abuser. */
  token: string;
  crowd: string[];
  crowdTokens: string[];
  groupOf500: string;
  groupOf1000: string;
  messageId: string;
}

export interface Abuse {
  inFlight: number;
  /** A hundred members of the groups are connected. */
  listeners?: boolean;
  /** Answers the status. */
  act: (stage: Stage) => Promise<number>;
}

let count = 0;

export async function ask(
  { url, token }: { url: string; token: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; data: unknown }> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { data?: unknown };
  return { status: response.status, data: answer.data };
}

const acting = (method: string, path: (stage: Stage) => string, body?: (stage: Stage) => unknown) => {
  return async (stage: Stage) => {
    count += 1;
    return (await ask(stage, method, path(stage), body?.(stage))).status;
  };
};

/** What one person can do against everybody else. */
export const abuses: Record<string, Abuse> = {
  'posts, 64 in flight': {
    inFlight: 64,
    act: acting(
      'POST',
      ({ groupOf500 }) => `/messages/dialog/${groupOf500}`,
      () => ({ content: `№ ${count}` }),
    ),
  },
  'groups of 1,000': {
    inFlight: 4,
    act: acting(
      'POST',
      () => '/dialogs',
      ({ crowd }) => ({ name: `Толпа ${count}`, memberIds: crowd.slice(0, 999) }),
    ),
  },
  'renaming a group': {
    inFlight: 4,
    act: acting(
      'PATCH',
      ({ groupOf1000 }) => `/dialogs/${groupOf1000}`,
      () => ({ name: `Имя ${count}` }),
    ),
  },
  typing: { inFlight: 0, listeners: true, act: async () => 0 },
  'renaming oneself': {
    inFlight: 8,
    listeners: true,
    act: acting(
      'PATCH',
      () => '/users/me',
      () => ({ name: `Я ${count}` }),
    ),
  },
  'the directory, 1,000 a page': { inFlight: 32, act: acting('GET', () => '/users?limit=1000') },
  'reactions in a group of 1,000': {
    inFlight: 16,
    listeners: true,
    act: acting(
      'POST',
      ({ messageId }) => `/messages/${messageId}/reactions`,
      () => ({ reaction: count % 2 ? '👍' : '👎' }),
    ),
  },
};
