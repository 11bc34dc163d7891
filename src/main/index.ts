/** The desktop program's start and end: one instance, what must be set before Electron is ready, and its events. */
import { app, nativeTheme, protocol } from 'electron';
import { z } from 'zod';
import { SCHEME } from '../contracts/ipc.ts';
import { Application } from './application.ts';
import { filesOfCommandLine } from './command-line.ts';
import { gpuSwitches } from './gpu-switches.ts';
import { openLog } from './log.ts';
import { openSettings } from './settings-store.ts';

app.setName('GridPull');
const files = filesOfCommandLine(process.argv, process.cwd(), process.defaultApp);
// They go to the first instance as data: Chromium reorders the arguments of the second.
if (app.requestSingleInstanceLock({ files })) start();
else app.quit();

function start(): void {
  const folder = app.getPath('userData');
  const { log, file: logFile } = openLog(app.getPath('logs'), !app.isPackaged);
  const onFault = (error: unknown): void => log.error(error);
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);

  const settings = openSettings({ folder, onFault });
  const isSoftware = settings.value.software || Boolean(process.env['GRIDPULL_SOFTWARE_GPU']);
  for (const [name, value] of gpuSwitches(process.platform, isSoftware)) app.commandLine.appendSwitch(name, value);
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  nativeTheme.themeSource = settings.value.theme;
  const application = new Application({ folder, settings, log, logFile });

  app.on('open-file', (event, path) => {
    event.preventDefault();
    application.openFiles([path]);
  });
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const sent = z.object({ files: z.array(z.string()) }).safeParse(data);
    application.window.show();
    application.openFiles(sent.success ? sent.data.files : []);
  });
  app.on('activate', () => {
    if (app.isReady()) application.window.show();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (application.saves.isIdle) return;
    event.preventDefault();
    void application.saves.abandonAll().finally(() => app.quit());
  });
  void app.whenReady().then(() => {
    log.info(`GridPull ${app.getVersion()} on ${process.platform}${isSoftware ? ', software' : ''}`);
    application.start();
    application.openFiles(files);
  }, onFault);
}
