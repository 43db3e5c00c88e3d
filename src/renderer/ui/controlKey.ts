/** The key of most shortcuts, as this system writes it. */
export const controlKey = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl';
