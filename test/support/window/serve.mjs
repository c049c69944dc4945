// `node test/support/window/serve.mjs`: the window over the engine in memory at http://127.0.0.1:5199/. Never part of the application.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';

const server = await createServer({
  root: fileURLToPath(new URL('.', import.meta.url)),
  configFile: false,
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5199, strictPort: true, fs: { allow: ['../../..'] } },
});
await server.listen();
server.printUrls();
