/** What the system's dialogs, which no test can click, answer from here on. */
import type { DesktopApp } from '../electron-stand-in/launch.ts';

/** The dialogs to open a file or a folder choose `path`. */
export function answerOpen(desktop: DesktopApp, path: string): Promise<void> {
  return desktop.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

/** The dialogs to save a file choose `path`. */
export function answerSave(desktop: DesktopApp, path: string): Promise<void> {
  return desktop.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}
