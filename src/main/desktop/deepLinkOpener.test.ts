import { beforeEach, expect, it } from 'vitest';
import { createDeepLinkOpener, type DeepLinkOpener } from './deepLinkOpener.ts';

let state: { page: boolean; signedIn: boolean; chats: string[]; complete: boolean };
let seen: string[];
let opener: DeepLinkOpener;

beforeEach(() => {
  state = { page: true, signedIn: true, chats: ['dlg_a', 'dlg_b'], complete: true };
  seen = [];
  opener = createDeepLinkOpener({
    isPageReady: () => state.page,
    isSignedIn: () => state.signedIn,
    find: (dialogId) => (state.chats.includes(dialogId) ? dialogId : null),
    isListComplete: () => state.complete,
    show: (dialogId) => seen.push(`show ${dialogId}`),
    refuse: () => seen.push('refuse'),
  });
});

it('opens a chat at once, and once', () => {
  opener.open('dlg_a');
  opener.review();
  expect(seen).toEqual(['show dlg_a']);
});

it('says so when the account has no such chat', () => {
  opener.open('dlg_other');
  opener.review();
  expect(seen).toEqual(['refuse']);
});

it('remembers the latest link until signed in', () => {
  state.signedIn = false;
  opener.open('dlg_a');
  opener.open('dlg_b');
  opener.review();
  expect(seen).toEqual([]);
  state.signedIn = true;
  opener.review();
  expect(seen).toEqual(['show dlg_b']);
});

it('waits for the list before it judges, but not for a chat that is known', () => {
  state.complete = false;
  opener.open('dlg_new');
  expect(seen).toEqual([]);
  state.chats.push('dlg_new');
  opener.review();
  opener.open('dlg_other');
  opener.review();
  expect(seen).toEqual(['show dlg_new']);
  state.complete = true;
  opener.review();
  expect(seen).toEqual(['show dlg_new', 'refuse']);
});

it('waits for the page', () => {
  state.page = false;
  opener.open('dlg_a');
  opener.open('dlg_other');
  expect(seen).toEqual([]);
  state.page = true;
  opener.review();
  expect(seen).toEqual(['refuse']);
});
