/** The parts that deb.mjs uses; the package brings no types. */
declare module 'electron-installer-debian' {
  export class Installer {
    constructor(data: Record<string, unknown>);
    options: Record<string, unknown>;
    generateDefaults(): Promise<unknown>;
    generateOptions(): Record<string, unknown>;
    createStagingDir(): Promise<unknown>;
    createContents(): Promise<unknown>;
    createPackage(): Promise<unknown>;
    movePackage(): Promise<unknown>;
  }
}
