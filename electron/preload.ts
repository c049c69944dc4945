// The sandboxed preload. Holds no logic: it gives the page the paths of dropped files and one MessagePort to the main process.
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('gantryHost', {
  pathOf: (file: File): string => webUtils.getPathForFile(file),
});

ipcRenderer.on('gantry:port', (event) => {
  window.postMessage('gantry:port', window.location.origin, [...event.ports]);
});
