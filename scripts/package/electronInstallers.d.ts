/** The parts that deb.mjs and rpm.mjs use; the packages bring no types. */
declare class ElectronInstaller {
  constructor(data: Record<string, unknown>);
  options: Record<string, unknown>;
  generateDefaults(): Promise<unknown>;
  generateOptions(): Record<string, unknown>;
  createStagingDir(): Promise<unknown>;
  createContents(): Promise<unknown>;
  createPackage(): Promise<unknown>;
  movePackage(): Promise<unknown>;
}

declare module 'electron-installer-debian' {
  export class Installer extends ElectronInstaller {}
}

declare module 'electron-installer-redhat' {
  export class Installer extends ElectronInstaller {
    readonly stagingDir: string;
    readonly baseAppDir: string;
    generateScripts(): Promise<unknown>;
    createSpec(): Promise<unknown>;
  }
}
