// @ts-check
// The administrator's command for a server of this computer, for example `-- user list`; `-- --help` lists the rest.
process.argv.splice(2, 0, 'admin');
await import('./server.mjs');
