/** Copies without the clipboard permission, which the page is never given. Works within a gesture of the person. */
export function copyText(text: string): void {
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', fill, { once: true });
  // Deprecated, and the only way that asks for no permission.
  document.execCommand('copy');
  document.removeEventListener('copy', fill);
}
