/** One run of the engine on the cloud that is shown, from its first event to its mesh in the document. */
import type { FinishedRun, JobEvent } from '../worker/engine-api.ts';
import type { App } from './app.ts';
import { afterRunEvent, FIRST_JOB } from './run-flow.ts';
import type { JobState } from './state.ts';
import { afterRun } from './transitions.ts';
import type { Workspace } from './workspace.ts';

const SPEEDS_MS = 1000;

export async function reconstruct(app: App, workspace: Workspace): Promise<void> {
  const { cloud, options } = app.state.document;
  if (!cloud) return;
  const { engine, platform } = app.parts;
  app.setTool('none');
  app.store.set({ job: FIRST_JOB, energies: [] });
  const outcome = await engine.reconstruct(cloud.info.id, options, (event) => tell(app, workspace, event));
  const energies = app.state.job?.energies ?? [];
  platform.setProgress(null);
  app.store.set({ job: null, energies });
  if (outcome.type === 'done') adopt(app, workspace, outcome.value);
  else if (outcome.type === 'failed') app.fault(outcome.error);
  workspace.showPreview(null);
}

export function changeJob(app: App, change: Partial<JobState>): void {
  const { job } = app.state;
  if (job) app.store.set({ job: { ...job, ...change } });
}

export function setPaused(app: App, paused: boolean): void {
  changeJob(app, { state: paused ? 'paused' : 'running' });
  if (paused) app.parts.engine.pause();
  else app.parts.engine.resume();
}

function tell(app: App, workspace: Workspace, event: JobEvent): void {
  const { job } = app.state;
  if (!job) return;
  switch (event.type) {
    case 'run': {
      const next = afterRunEvent(job, event.event);
      app.store.drift({ job: next });
      return app.parts.platform.setProgress(next.share);
    }
    case 'preview':
      workspace.showPreview(event.geometry);
      return changeJob(app, { previewLevel: event.level });
    case 'clock':
      return app.store.drift({ job: { ...job, elapsedMs: event.elapsedMs, secondsLeft: event.secondsLeft } });
    case 'stoppable':
      return changeJob(app, { stoppable: true });
    case 'device-lost':
      if (event.resumesAt === null) app.notify('warning', 'title.deviceLost', app.say('message.restarted'));
      else app.notify('warning', 'title.resumed', app.say('message.resumed', { level: event.resumesAt }));
  }
}

function adopt(app: App, workspace: Workspace, run: FinishedRun): void {
  const { document } = app.state;
  const { cloud } = document;
  if (cloud?.info.id !== run.cloudId) return;
  workspace.commit(app.say('undo.reconstruct'), afterRun(document, run));
  const { warnings } = run.report;
  if (warnings.length > 0) {
    app.notify('warning', 'title.warnings', warnings.join('\n'), undefined, { name: cloud.info.name });
  }
  // Later: there is enough to show just now.
  setTimeout(() => void app.parts.engine.speeds().then((speeds) => app.setSettings({ speeds })), SPEEDS_MS);
}
