/** Which dialog is looked at: the window says it, and whoever has much to do begins with it. */
export type Focus = ReturnType<typeof createFocus>;

export function createFocus() {
  let openId: string | null = null;

  return {
    id: () => openId,
    isOn: (dialogId: string) => dialogId === openId,
    move(dialogId: string | null): void {
      openId = dialogId;
    },
  };
}
