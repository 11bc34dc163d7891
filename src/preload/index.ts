/**
 * Exposes `Api` to the page and nothing else. Sandboxed: only Electron's bridge is at hand, and the page sees copies
 * of values, never `ipcRenderer`.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  type Answer,
  type Api,
  type CallArguments,
  type MessageName,
  type RequestName,
  VERSION_ARGUMENT,
  type WindowEvents,
} from '../contracts/ipc.ts';

async function request<Name extends RequestName>(
  name: Name,
  ...args: CallArguments<Name>
): Promise<Awaited<ReturnType<Api[Name]>>> {
  const answer = (await ipcRenderer.invoke(name, ...args)) as Answer<Awaited<ReturnType<Api[Name]>>>;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

function tell<Name extends MessageName>(name: Name, ...args: CallArguments<Name>): void {
  ipcRenderer.send(name, ...args);
}

/** One event's listeners. What comes before the page listens is kept for it: a start with a file is not lost. */
function subscription<Name extends keyof WindowEvents>(
  name: Name,
): (listener: (value: WindowEvents[Name]) => void) => () => void {
  type Listener = (value: WindowEvents[Name]) => void;
  const listeners = new Set<Listener>();
  const early: WindowEvents[Name][] = [];
  ipcRenderer.on(name, (_event, value: WindowEvents[Name]) => {
    if (listeners.size === 0) early.push(value);
    for (const listener of listeners) listener(value);
  });
  return (listener) => {
    // Once per call even for one function: the bridge makes a new one each time anyway.
    const own: Listener = (value) => listener(value);
    listeners.add(own);
    for (const value of early.splice(0)) own(value);
    return () => {
      listeners.delete(own);
    };
  };
}

const version = process.argv.find((argument) => argument.startsWith(VERSION_ARGUMENT)) ?? '';

const api: Api = {
  platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
  versions: {
    app: version.slice(VERSION_ARGUMENT.length),
    electron: process.versions['electron'] ?? '',
    chrome: process.versions['chrome'] ?? '',
  },
  openDialog: () => request('openDialog'),
  openMeshDialog: () => request('openMeshDialog'),
  openRecent: (id) => request('openRecent', id),
  openSample: (name) => request('openSample', name),
  // A `File` made by a script has no path: only what the person dropped can be granted.
  grantDropped: async (file) => {
    const path = webUtils.getPathForFile(file as File);
    return path === '' ? null : request('grantDropped', path);
  },
  saveDialog: (wanted) => request('saveDialog', wanted),
  finishSave: (token, beside) => request('finishSave', token, beside),
  abandonSave: (token) => request('abandonSave', token),
  reveal: (token) => request('reveal', token),
  folderDialog: (purpose) => request('folderDialog', purpose),
  grantDroppedFolder: async (file) => {
    const path = webUtils.getPathForFile(file as File);
    return path === '' ? null : request('grantDroppedFolder', path);
  },
  defaultOutput: (inputToken) => request('defaultOutput', inputToken),
  folderBetween: (outputToken, inputToken) => request('folderBetween', outputToken, inputToken),
  revealFolder: (token) => request('revealFolder', token),
  openReport: (token) => request('openReport', token),
  recents: () => request('recents'),
  projectScans: (token) => request('projectScans', token),
  saveProject: (token, text, scans) => request('saveProject', token, text, scans),
  setPicture: (token, picture) => request('setPicture', token, picture),
  recoveries: (session) => request('recoveries', session),
  keepWork: (session, work) => request('keepWork', session, work),
  restoreWork: (id) => request('restoreWork', id),
  dropWork: (id) => request('dropWork', id),
  closeWindow: () => request('closeWindow'),
  setUnsaved: (isUnsaved) => tell('setUnsaved', isUnsaved),
  readSettings: () => request('readSettings'),
  writeSettings: (settings) => request('writeSettings', settings),
  setMenu: (state) => tell('setMenu', state),
  setProgress: (share) => tell('setProgress', share),
  log: (level, message) => tell('log', level, message),
  onOpenFiles: subscription('openFiles'),
  onOpenFolder: subscription('openFolder'),
  onOpenJob: subscription('openJob'),
  onCommand: subscription('command'),
  onClosing: subscription('closing'),
  onRecents: subscription('recents'),
  onProblem: subscription('problem'),
};
contextBridge.exposeInMainWorld('gridpull', api);
