// The sandboxed preload. It holds no logic: it tells main which files a person dropped and hands the page its one port.
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('gantryHost', {
  /** The absolute path of a dropped or pasted file; '' for one that has none. */
  pathOf(file: File): string {
    const path = webUtils.getPathForFile(file);
    ipcRenderer.send('gantry:given', path);
    return path;
  },
});

ipcRenderer.on('gantry:port', (event) => {
  window.postMessage('gantry:port', window.location.origin, [...event.ports]);
});
