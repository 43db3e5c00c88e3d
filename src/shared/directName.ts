/** The name of a dialog of two on servers that keep no kind of it: their web client, and so everybody, says it by this. */
const prefix = 'Диалог с ';

export function directName(peerName: string): string {
  return `${prefix}${peerName}`;
}

export function isDirectName(name: string): boolean {
  return name.startsWith(prefix);
}
