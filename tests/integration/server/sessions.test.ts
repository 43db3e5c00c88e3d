import { createHmac } from 'node:crypto';
import { io } from 'socket.io-client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Hub } from '../../../server/src/realtime/hub.ts';
import { call, cast, Ear, manualClock, SASHA, signIn } from './support.ts';

describe('tokens', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('none, another algorithm, another key and altered claims are refused', async () => {
    const { url, sasha } = await cast();
    const [head = '', payload = '', signature = ''] = sasha.token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const signed = (header: object, key: string) => {
      const body = `${encode(header)}.${payload}`;
      return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
    };
    const forged = [
      `${encode({ alg: 'none' })}.${payload}.`,
      `${encode({ alg: 'none' })}.${payload}.${signature}`,
      `${encode({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`,
      `${head}.${encode({ ...claims, userId: 'usr_volkov01' })}.${signature}`,
      `${head}.${encode({ ...claims, exp: claims.exp + 1 })}.${signature}`,
      `${head}.${payload}.${signature.slice(0, -2)}`,
      signed({ alg: 'HS256', typ: 'JWT' }, ''),
      signed({ alg: 'HS256', typ: 'JWT' }, 'secret'),
      '..',
      'null',
    ];
    for (const token of forged) {
      const answer = await call(url, 'GET', '/api/auth/me', { token });
      expect([token, answer.status, answer.body.error]).toEqual([token, 401, 'Invalid token']);
      await expect(Ear.connect(url, token)).rejects.toThrow('Authentication failed');
    }
  });

  test('an expired one is refused, and ends the sockets that came with it', async () => {
    const clock = manualClock();
    const { url, sasha } = await cast({ now: clock.now, tokenLifetimeMs: 60_000, sweepIntervalMs: 20 });
    const ear = await sasha.connect();
    clock.advance(59_000);
    expect((await sasha.get('/auth/me')).status).toBe(200);
    clock.advance(1_000);
    expect(await ear.hear('disconnect')).toBe('io server disconnect');
    expect((await sasha.get('/auth/me')).body.error).toBe('Invalid token');
    await expect(Ear.connect(url, sasha.token)).rejects.toThrow('Authentication failed');
  });
});

describe('sessions', () => {
  test('signing out ends the token and the sockets of this session only', async () => {
    const { url, sasha } = await cast();
    const second = await signIn(url, SASHA);
    const [ear, other] = [await sasha.connect(), await second.connect()];
    const began = Date.now();
    expect((await sasha.post('/auth/logout')).body.success).toBe(true);
    expect(await ear.hear('disconnect')).toBe('io server disconnect');
    expect(Date.now() - began).toBeLessThan(5_000);
    expect((await sasha.get('/auth/me')).body.error).toBe('Invalid token');
    await expect(Ear.connect(url, sasha.token)).rejects.toThrow('Authentication failed');
    await other.caughtUp();
    expect(other.socket.connected).toBe(true);
    expect((await second.get('/auth/me')).status).toBe(200);
  });

  test('one that ends while its socket comes in ends the socket as well (P7.28)', async () => {
    const { url, sasha } = await cast();
    const wasEnded = Hub.prototype.wasEnded;
    const asked = vi.spyOn(Hub.prototype, 'wasEnded').mockImplementationOnce(function (this: Hub, ...call) {
      this.endSession(sasha.signedIn.sessionId);
      return wasEnded.apply(this, call);
    });
    onTestFinished(() => asked.mockRestore());
    const socket = io(url, { auth: { token: sasha.token }, transports: ['websocket'], reconnection: false });
    onTestFinished(() => void socket.close());
    const heard: string[] = [];
    socket.onAny((event: string) => heard.push(event));
    expect(await new Promise((resolve) => socket.once('disconnect', resolve))).toBe('io server disconnect');
    expect(heard).toEqual([]);
  });

  test('are listed and can be ended one by one or all but this one', async () => {
    const { url, sasha, andrey } = await cast();
    const [second, third] = [await signIn(url, SASHA), await signIn(url, SASHA)];
    const list = (await sasha.get('/auth/sessions')).body.data;
    expect(list).toHaveLength(3);
    expect(list).toContainEqual({
      sessionId: sasha.signedIn.sessionId,
      device: expect.any(String),
      createdAt: expect.any(String),
      lastUsedAt: expect.any(String),
      expiresAt: expect.any(String),
      current: true,
    });
    expect((await andrey.delete(`/auth/sessions/${second.signedIn.sessionId}`)).body.error).toBe(
      'Session not found',
    );
    const ear = await second.connect();
    expect((await sasha.delete(`/auth/sessions/${second.signedIn.sessionId}`)).status).toBe(200);
    await ear.hear('disconnect');
    expect((await sasha.delete('/auth/sessions')).body.ended).toBe(1);
    expect((await third.get('/auth/me')).status).toBe(401);
    expect((await sasha.get('/auth/me')).status).toBe(200);
    expect((await andrey.get('/auth/me')).status).toBe(200);
  });

  test('refreshing rotates; the previous one has a minute of grace, after that it ends the session (P7.9)', async () => {
    const clock = manualClock();
    const { url, sasha } = await cast({ now: clock.now });
    const refresh = (refreshToken: unknown) =>
      call(url, 'POST', '/api/auth/refresh', { body: { refreshToken } });
    const first = sasha.signedIn.refreshToken;
    clock.advance(1_000);
    const second = await refresh(first);
    expect(second.body).toEqual({
      success: true,
      token: expect.any(String),
      refreshToken: expect.any(String),
      sessionId: sasha.signedIn.sessionId,
      expiresAt: expect.any(String),
    });
    expect(second.body.token).not.toBe(sasha.token);
    // The answer was lost on the way: the same one again, within the minute.
    const third = await refresh(first);
    expect(third.status).toBe(200);
    clock.advance(61_000);
    const fourth = await refresh(third.body.refreshToken);
    expect(fourth.status).toBe(200);
    expect((await call(url, 'GET', '/api/auth/me', { token: fourth.body.token })).status).toBe(200);
    clock.advance(61_000);
    expect((await refresh(third.body.refreshToken)).body.error).toBe('Invalid token');
    expect((await refresh(fourth.body.refreshToken)).status).toBe(401);
    expect((await call(url, 'GET', '/api/auth/me', { token: fourth.body.token })).status).toBe(401);
    for (const nonsense of ['', 'x', `${sasha.signedIn.sessionId}.x`, 7, null]) {
      expect((await refresh(nonsense)).status).toBeLessThan(402);
    }
  });

  test('end after 30 days without a refresh', async () => {
    const clock = manualClock();
    const { url, sasha } = await cast({ now: clock.now });
    clock.advance(30 * 24 * 3_600_000);
    const body = { refreshToken: sasha.signedIn.refreshToken };
    expect((await call(url, 'POST', '/api/auth/refresh', { body })).status).toBe(401);
  });
});
