/**
 * `<gp-thumbnail>`: the picture that a batch drew of a mesh, small. Read only while it is on the screen: a folder of
 * thousands never has more of them open than rows are seen.
 */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { grantedFile, urlIn } from '../../app/folder-files.ts';
import '../../icons/icon.ts';
import type { FolderRef } from '../../worker/engine-api.ts';

export class Thumbnail extends LitElement {
  static override properties = {
    folder: { attribute: false },
    path: {},
    version: {},
    url: { state: true },
  };
  static override styles = css`
    :host {
      display: grid;
      place-items: center;
      width: 3rem;
      height: 3rem;
      overflow: hidden;
      border-radius: var(--wa-border-radius-m);
      background: var(--gp-sunken);
      color: color-mix(in oklab, var(--gp-quiet) 55%, transparent);
      font-size: 1.25rem;
    }
    img {
      width: 100%;
      height: 100%;
      object-fit: contain;
    }
  `;
  declare folder: FolderRef | null;
  /** Path of the picture in the folder; empty where there is none yet. */
  declare path: string;
  /** Another one after every run, so that no older picture is shown from memory. */
  declare version: string;
  declare url: string | null;
  /** An address of our own, to be given back. */
  #own: string | null = null;

  constructor() {
    super();
    this.folder = null;
    this.path = '';
    this.version = '';
    this.url = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#find();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('folder') || changed.has('path') || changed.has('version')) this.#find();
  }

  protected override render() {
    if (!this.url) return html`<gp-icon name="cloud"></gp-icon>`;
    // The row names the file; a mesh that could not be drawn is none the worse.
    return html`<img src=${this.url} alt="" loading="lazy" decoding="async" @error=${() => (this.url = null)} />`;
  }

  #find(): void {
    this.#drop();
    const { folder, path, version } = this;
    if (!folder || !path) return;
    if (folder.kind === 'url') this.url = `${urlIn(folder.url, path)}?${version}`;
    else void this.#read(folder.handle, path);
  }

  async #read(handle: FileSystemDirectoryHandle, path: string): Promise<void> {
    const { version } = this;
    const file = await grantedFile(handle, path).catch(() => null);
    if (!file || !this.isConnected || this.path !== path || this.version !== version) return;
    this.#drop();
    this.#own = URL.createObjectURL(file);
    this.url = this.#own;
  }

  #drop(): void {
    if (this.#own) URL.revokeObjectURL(this.#own);
    this.#own = null;
    this.url = null;
  }
}

customElements.define('gp-thumbnail', Thumbnail);
