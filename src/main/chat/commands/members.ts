/** Who is in a dialog, and what the person here may do about it. */
import type { Feature } from '../../../shared/domain.ts';
import { cleanName, maximumDialogName, nameFault } from '../../../shared/names.ts';
import type { RemoteDialogDetails } from '../../../shared/remote.ts';
import type { DialogDetailsView } from '../../../shared/views.ts';
import { CommandError } from '../commandError.ts';
import type { Directory } from '../people/directory.ts';
import { ApiError, type RestClient } from '../rest/rest.ts';
import type { DialogRecord } from '../store.ts';
import { readDetails } from '../sync/dialogDetails.ts';
import type { DialogViews } from '../views/dialogViews.ts';
import type { LostChats } from './lostChats.ts';

const faultCodes = { empty: 'dialogNameRequired', unfit: 'nameUnfit', tooLong: 'nameTooLong' } as const;

export interface MembersOptions {
  rest: RestClient;
  directory: Directory;
  views: DialogViews;
  lostChats: LostChats;
  ownUserId: string;
  has(feature: Feature): boolean;
  /** Learns the names of everybody in the dialogs. */
  learnPeople(): Promise<void>;
  takeDetails(details: RemoteDialogDetails): void;
}

export function createMembers(options: MembersOptions) {
  const { rest, directory, ownUserId } = options;

  function known(dialogId: string): DialogRecord {
    const record = directory.record(dialogId);
    if (record === null) throw new CommandError('dialogNotFound');
    return record;
  }

  async function refresh(dialogId: string): Promise<void> {
    options.takeDetails(await readDetails(rest, dialogId));
    await options.learnPeople();
  }

  /** Servers without roles let every member add and remove; none of them says who may delete the dialog. */
  function view(dialogId: string): DialogDetailsView {
    const record = known(dialogId);
    const { title, kind } = options.views.viewOf(record);
    const members = record.members ?? [];
    const hasRoles = options.has('roles');
    const ownRole = members.find(({ userId }) => userId === ownUserId)?.role ?? null;
    const isGroup = kind === 'group';
    const managesMembers = isGroup && (!hasRoles || ownRole === 'owner' || ownRole === 'admin');
    const mayRemove = (role: string | null) => !hasRoles || ownRole === 'owner' || role === 'member';
    return {
      dialogId,
      title,
      kind,
      members,
      canAddMembers: managesMembers,
      removableUserIds: managesMembers
        ? members
            .filter(({ userId, role }) => userId !== ownUserId && mayRemove(role))
            .map(({ userId }) => userId)
        : [],
      canRename: managesMembers && options.has('rename'),
      canChangeRoles: isGroup && hasRoles && ownRole === 'owner',
      canLeave: isGroup,
      canDelete: isGroup && hasRoles && ownRole === 'owner',
    };
  }

  return {
    /** What is known here where the server cannot be asked and the members were seen before. */
    async details(dialogId: string): Promise<DialogDetailsView> {
      try {
        await refresh(dialogId);
      } catch (error) {
        const isAway = error instanceof ApiError && error.status === null;
        if (!isAway || known(dialogId).members === null) throw error;
      }
      return view(dialogId);
    },
    async add(dialogId: string, userIds: string[]): Promise<void> {
      for (const userId of userIds) {
        await rest.addMember(dialogId, userId).catch((error: unknown) => {
          const isMember = error instanceof ApiError && [error.status, error.upstreamStatus].includes(409);
          throw isMember ? new CommandError('alreadyMember', error) : error;
        });
      }
      await refresh(dialogId);
    },
    async remove(dialogId: string, userId: string): Promise<void> {
      await rest.removeMember(dialogId, userId);
      await refresh(dialogId);
    },
    async setRole(dialogId: string, userId: string, role: 'admin' | 'member'): Promise<void> {
      await rest.setRole(dialogId, userId, role);
      await refresh(dialogId);
    },
    /** Rejects with CommandError for a name that cannot be one. */
    async rename(dialogId: string, name: string): Promise<void> {
      const { name: before } = known(dialogId);
      const clean = cleanName(name);
      const fault = nameFault(clean, maximumDialogName);
      if (fault !== null) throw new CommandError(faultCodes[fault]);
      if (clean === before) return;
      await rest.renameDialog(dialogId, clean);
      directory.update(dialogId, { name: clean });
    },
    async leave(dialogId: string): Promise<void> {
      known(dialogId);
      await options.lostChats.expecting(dialogId, () => rest.removeMember(dialogId, ownUserId));
      directory.remove(dialogId);
    },
    async deleteDialog(dialogId: string): Promise<void> {
      known(dialogId);
      await options.lostChats.expecting(dialogId, () => rest.deleteDialog(dialogId));
      directory.remove(dialogId);
    },
  };
}
