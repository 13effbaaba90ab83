/** Runs the production build, and ends it should the stack go without a word (SIGKILL). */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const program = new URL('../../dist/src/main.js', import.meta.url).href;
await import(program);
export {};
